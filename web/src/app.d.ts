import type { Whereabouts } from './routes/(app)/address.ts';

declare global {
  interface Window {
    /** Hands over the keys that were pressed before anything listened, once, and keeps no more (app.html). */
    takeEarlyKeys?: () => KeyboardEvent[];
    /** The same for clicks on rows and buttons. */
    takeEarlyClicks?: () => MouseEvent[];
  }
  namespace App {
    interface Error {
      message: string;
      requestId?: string;
    }
    interface PageState {
      /** Where a person went since the page was loaded; absent where the address alone says it. */
      at?: Whereabouts;
      /** Whether the contact panel lies over the page. */
      sheet?: boolean;
      /** Whether Back leads to the list. */
      fromList?: boolean;
    }
    interface Platform {
      env?: {
        /** The Worker's own API; absent under `vite dev`. */
        API?: { fetch(request: Request): Promise<Response> };
      };
    }
  }
}
