/** The browser's own socket and timers, in the shape that LiveSocket wants. */
import type { Timers, Wire } from './socket.ts';

/** Runs something when there is time for it; answers how to leave it. */
type Later = (run: () => void) => () => void;

const atOnce: Later = (run) => {
  run();
  return () => {};
};

/**
 * Opens a socket to `path` of this origin, and closes it, `later`: in a step from one conversation to the next, both would
 * take longer than many of its messages.
 */
export function openWire(path: string, later: Later = atOnce): Wire {
  let socket: WebSocket | null = null;
  const wire: Wire = {
    onopen: null,
    onmessage: null,
    onclose: null,
    send: (text) => {
      if (socket?.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => {
      leave();
      if (socket) later(() => socket?.close());
    },
  };
  const leave = later(() => (socket = connected(path, wire)));
  return wire;
}

function connected(path: string, wire: Wire): WebSocket {
  const address = new URL(path, location.href);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(address);
  socket.addEventListener('open', () => wire.onopen?.());
  socket.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (typeof event.data === 'string') wire.onmessage?.(event.data);
  });
  socket.addEventListener('close', (event) => wire.onclose?.(event.code, event.reason));
  return socket;
}

export const browserTimers: Timers = {
  set: (run, delay) => window.setTimeout(run, delay),
  clear: (id) => window.clearTimeout(id),
  random: () => Math.random(),
};

/** What the browser is given to draw between two changes of the screen, in ms. */
const breath = 16;
let free = 0;

/**
 * Runs once, in a task of its own, as soon as the browser had time to draw since the last one: what comes until then can be
 * taken in together, and neither keys nor frames wait for more than one.
 */
export function paced(run: () => void): void {
  const wait = Math.max(0, free - performance.now());
  setTimeout(() => {
    run();
    // After what follows from it on the screen.
    queueMicrotask(() => (free = performance.now() + breath));
  }, wait);
}

/** How often it is looked whether this device slept, and how late such a look must be for that. In ms. */
const beat = 1_000;
const slept = 5_000;

/** Calls `wake` whenever the page, the device or the network may have been away. Returns how to stop. */
export function onWake(wake: () => void): () => void {
  const visible = (): void => {
    if (document.visibilityState === 'visible') wake();
  };
  const shown = (event: PageTransitionEvent): void => {
    if (event.persisted) wake();
  };
  let last = Date.now();
  // Nothing else tells that a lid was opened. Behind another tab the browser itself is late; that is no sleep.
  const heart = window.setInterval(() => {
    const now = Date.now();
    if (now - last > beat + slept) visible();
    last = now;
  }, beat);
  window.addEventListener('online', wake);
  window.addEventListener('pageshow', shown);
  document.addEventListener('visibilitychange', visible);
  return () => {
    window.clearInterval(heart);
    window.removeEventListener('online', wake);
    window.removeEventListener('pageshow', shown);
    document.removeEventListener('visibilitychange', visible);
  };
}
