/** Benches know the types of browsers and of Workers at once: what the Worker's crypto has beyond a browser's. */
interface Crypto {
  readonly DigestStream: typeof DigestStream;
}
