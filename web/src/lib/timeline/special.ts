/** What a message has beyond words: one piece, because most conversations are words. */
import Aftermath from './Aftermath.svelte';
import Answers from './Answers.svelte';
import Choice from './Choice.svelte';
import Contacts from './Contacts.svelte';
import Edited from './Edited.svelte';
import Files from './Files.svelte';
import Label from './Label.svelte';
import Marks from './Marks.svelte';
import Offer from './Offer.svelte';
import Order from './Order.svelte';
import Place from './Place.svelte';
import Reactions from './Reactions.svelte';
import Referral from './Referral.svelte';
import Share from './Share.svelte';

const kinds = { Answers, Choice, Contacts, Files, Label, Offer, Order, Place, Share };
export const special = { ...kinds, Aftermath, Edited, Marks, Reactions, Referral };
