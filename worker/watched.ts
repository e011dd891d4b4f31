/** A binding with a witness: tells of every call that failed, also where a library makes something else of the failure. */

/**
 * `thing` as it is, except that `failed` is called with whatever its promises reject with. What its methods return (a
 * statement of a database, say) is watched in turn.
 */
export function watched<Thing extends object>(thing: Thing, failed: (failure: unknown) => void): Thing {
  const witness = (result: unknown): unknown => {
    if (result instanceof Promise) {
      return result.catch((failure: unknown) => {
        failed(failure);
        throw failure;
      });
    }
    return typeof result === 'object' && result !== null ? watched(result, failed) : result;
  };
  return new Proxy(thing, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...given: readonly unknown[]) => witness(Reflect.apply(value, target, given));
    },
  });
}
