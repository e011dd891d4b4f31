import type { Tab } from '#domain/http.ts';

declare global {
  namespace App {
    interface Error {
      message: string;
      requestId?: string;
    }
    interface PageState {
      /** The conversation that is open; null for none; absent where the address alone says it. */
      selected?: string | null;
      tab?: Tab;
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
