/** The address of a file on this device, given back when it is not shown any more. */

/** As long as the component lives, or until the file is another. */
export function fromFile(file: () => File): { readonly address: string } {
  let address = $state('');
  $effect.pre(() => {
    const url = URL.createObjectURL(file());
    address = url;
    return () => URL.revokeObjectURL(url);
  });
  return {
    get address() {
      return address;
    },
  };
}
