/**
 * How code comes that the page does not need at first. A browser remembers that a module could not be had, and does not ask
 * for it again while the page is open (whatwg/html#6768): so its files are fetched first, into the browser's own cache, and it
 * is imported when all of them are here. What a broken network kept away can then be asked for again.
 */

/** By address. */
const coming = new Map<string, Promise<void>>();

const isStyle = (address: string): boolean => address.endsWith('.css');

/** Whether it came with the page, as a link of its own or by the headers. */
function isOfPage(address: string): boolean {
  if (isStyle(address)) {
    const links = document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]');
    return [...links].some(({ href }) => href === address);
  }
  const loads = performance.getEntriesByName(address, 'resource') as PerformanceResourceTiming[];
  return loads.some(
    ({ initiatorType, responseStatus }) => initiatorType !== 'fetch' && responseStatus === 200,
  );
}

function addStyles(address: string): Promise<void> {
  const link = document.createElement('link');
  Object.assign(link, { rel: 'stylesheet', crossOrigin: '', href: address });
  return new Promise((resolve, reject) => {
    link.addEventListener('load', () => resolve());
    link.addEventListener('error', () => {
      link.remove();
      reject(new Error(`${address} is no style sheet`));
    });
    document.head.append(link);
  });
}

async function fetchFile(address: string): Promise<void> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} answers ${answer.status}`);
  await answer.arrayBuffer();
  if (isStyle(address)) await addStyles(address);
}

function bringFile(address: string): Promise<void> {
  const known = coming.get(address);
  if (known) return known;
  const file = isOfPage(address) ? Promise.resolve() : fetchFile(address);
  coming.set(address, file);
  file.catch(() => coming.delete(address));
  return file;
}

/**
 * Imports a module once the files that it needs are here; the build calls it for every `import()`.
 * @param files as they lie from the address `from`
 * @throws what `fetch` throws without a network, Error for a file that the server does not have; told as vite:preloadError too
 */
export async function preload<T>(load: () => Promise<T>, files: readonly string[], from: string): Promise<T> {
  try {
    await Promise.all(files.map((file) => bringFile(new URL(file, from).href)));
    return await load();
  } catch (error) {
    window.dispatchEvent(new Event('vite:preloadError'));
    throw error;
  }
}
