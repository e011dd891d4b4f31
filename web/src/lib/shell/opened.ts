/** All that an open conversation shows: one piece. */
import Contact from '../contact/Contact.svelte';
import Conversation from './Conversation.svelte';

export const opened = { Contact, Conversation };
export type Opened = typeof opened;
