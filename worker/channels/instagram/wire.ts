/** Shapes that only Instagram documents: what is shared from it. Read from Messenger as well. */
import { z } from 'zod';
import { text } from '../tolerant.ts';

/** Payload of a story, reel or post; the address dies with Meta's link. */
export const shared = z
  .looseObject({ url: text, title: text, id: text, ig_post_media_id: text, reel_video_id: text })
  .catch({});
