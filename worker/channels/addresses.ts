/** Which addresses may be fetched on Meta's word, and which of them may see a token. Pure. */

/** Where the Graph API is configured to live: Meta, or a stand-in for it on this machine. */
export type GraphOrigins = { readonly GRAPH_URL: string; readonly INSTAGRAM_GRAPH_URL: string };

/** Hosts that serve WhatsApp files to whoever brings the account's token (Meta, "Media"). */
const tokenHosts = ['lookaside.fbsbx.com'];
const tokenDomains = ['.whatsapp.net', '.facebook.com'];

const numericHost = /^\[|^[\d.]+$/;
const innerHost = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|arpa)$/;

function isConfigured(url: URL, origins: GraphOrigins): boolean {
  const { GRAPH_URL, INSTAGRAM_GRAPH_URL } = origins;
  return [GRAPH_URL, INSTAGRAM_GRAPH_URL].some(
    (one) => URL.canParse(one) && new URL(one).origin === url.origin,
  );
}

/** A name of the public internet, asked on its usual port: never an address in somebody's own network. */
function isPublic({ protocol, hostname, port }: URL): boolean {
  const host = hostname.replace(/\.$/, '');
  const isName = host.includes('.') && !numericHost.test(host) && !innerHost.test(host);
  return protocol === 'https:' && port === '' && isName;
}

/** The address, if it may be fetched; `base` for redirects that are relative. */
export function addressOf(text: string, origins: GraphOrigins, base?: URL): URL | null {
  if (!URL.canParse(text, base)) return null;
  const url = new URL(text, base);
  const bare = url.username === '' && url.password === '';
  return bare && (isConfigured(url, origins) || isPublic(url)) ? url : null;
}

/** Whether the account's token may go there. */
export function mayCarryToken(url: URL, origins: GraphOrigins): boolean {
  if (isConfigured(url, origins)) return true;
  const meta = tokenHosts.includes(url.hostname) || tokenDomains.some((end) => url.hostname.endsWith(end));
  return meta && isPublic(url);
}
