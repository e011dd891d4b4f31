/** The browser's own socket and timers, in the shape that LiveSocket wants. */
import type { Timers, Wire } from './socket.ts';

/** Opens a socket to `path` of this origin. */
export function openWire(path: string): Wire {
  const address = new URL(path, location.href);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(address);
  const wire: Wire = {
    onopen: null,
    onmessage: null,
    onclose: null,
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => socket.close(),
  };
  socket.addEventListener('open', () => wire.onopen?.());
  socket.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (typeof event.data === 'string') wire.onmessage?.(event.data);
  });
  socket.addEventListener('close', (event) => wire.onclose?.(event.code, event.reason));
  return wire;
}

export const browserTimers: Timers = {
  set: (run, delay) => window.setTimeout(run, delay),
  clear: (id) => window.clearTimeout(id),
  random: () => Math.random(),
};

/** Nobody looks at frames of a page that is hidden or covered: then it goes on without one. In ms. */
const frameWaits = 100;

/** Runs once, just before the browser draws next. */
export function nextFrame(run: () => void): void {
  const once = (): void => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    run();
  };
  const frame = requestAnimationFrame(once);
  const timer = setTimeout(once, frameWaits);
}

/** Calls `wake` whenever the page or the network may have been away. Returns how to stop. */
export function onWake(wake: () => void): () => void {
  const visible = (): void => {
    if (document.visibilityState === 'visible') wake();
  };
  const shown = (event: PageTransitionEvent): void => {
    if (event.persisted) wake();
  };
  window.addEventListener('online', wake);
  window.addEventListener('pageshow', shown);
  document.addEventListener('visibilitychange', visible);
  return () => {
    window.removeEventListener('online', wake);
    window.removeEventListener('pageshow', shown);
    document.removeEventListener('visibilitychange', visible);
  };
}
