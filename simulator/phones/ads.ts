/** Ads that can be tapped, and links that lead into a chat. */
import { newDigits } from '../ids.ts';
import type { Json } from '../json.ts';
import { cdnAddress } from '../media/serve.ts';
import { makeFile } from '../media/said.ts';
import type { Ground } from './ground.ts';

export type Ad = {
  readonly id?: string | undefined;
  readonly headline: string;
  readonly body: string;
  readonly ref?: string | undefined;
  /** WhatsApp: without a click id, as ads in Status are. */
  readonly noClickId?: boolean | undefined;
};

/** Meta's referral object for an ad, with a picture that can be fetched. */
export async function adReferral(ground: Ground, ad: Ad): Promise<Json> {
  const { simulation, account, base } = ground;
  const media = await makeFile(simulation.sql, account, {
    type: 'image',
    file: { seed: ad.headline.length },
  });
  const picture = cdnAddress(simulation, base, media);
  const id = ad.id ?? newDigits(18);
  if (account.channel !== 'whatsapp') {
    const context = { ad_title: ad.headline, photo_url: picture, post_id: newDigits(16) };
    const ref = ad.ref === undefined ? {} : { ref: ad.ref };
    return { ...ref, ad_id: id, source: 'ADS', type: 'OPEN_THREAD', ads_context_data: context };
  }
  return {
    ...{ source_url: `https://fb.me/${id.slice(-8)}`, source_id: id, source_type: 'ad' },
    ...{ headline: ad.headline, body: ad.body, media_type: 'image', image_url: picture },
    ...(ad.noClickId ? {} : { ctwa_clid: `AR${btoa(id).replaceAll('=', '')}` }),
    welcome_message: { text: 'Hello! How can we help?' },
  };
}

/** Meta's referral object for an m.me or ig.me link. */
export function linkReferral({ account }: Ground, ref: string): Json {
  const host = account.channel === 'messenger' ? 'm.me' : 'ig.me';
  return { ref, source: 'SHORTLINK', type: 'OPEN_THREAD', referer_uri: `https://${host}/${account.id}` };
}
