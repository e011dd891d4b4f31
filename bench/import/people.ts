/** The file of the bench: a hundred thousand rows as spreadsheets write them, with what goes wrong in real ones. */

export type Expected = {
  readonly read: number;
  readonly new: number;
  readonly known: number;
  readonly duplicate: number;
  readonly invalid: number;
};

/** What is wrong with every so-manieth row; the counts of a file follow from it. */
const every = { short: 97, columns: 193, same: 89, noPhone: 211 } as const;

function rowOf(index: number, phone: string): string {
  const name = index % 3 === 0 ? `"Silva, ""Person"" ${index}"` : `Person ${index}`;
  const born = index % 2 === 0 ? String(20_000 + (index % 20_000)) : '1990-05-17';
  return `${name},${phone},${born},${index % 5 === 0 ? 'VIP' : ''}\r\n`;
}

function phoneOf(index: number): string {
  const digits = String(10_000_000 + index).padStart(8, '0');
  // Written in three ways, all of Brazil.
  if (index % 3 === 0) return `+55 11 9${digits.slice(0, 4)}-${digits.slice(4)}`;
  return index % 3 === 1 ? `(11) 9${digits}` : `55119${digits}`;
}

/** `count` rows below a header. */
export function* lines(count: number): Generator<string> {
  yield '\uFEFFName,Phone,Born,Tags\r\n';
  for (let index = 1; index <= count; index += 1) {
    if (index % every.short === 0) yield rowOf(index, '123');
    else if (index % every.columns === 0) yield `Person ${index},+5511988887777\r\n`;
    else if (index % every.noPhone === 0) yield rowOf(index, '');
    else yield rowOf(index, phoneOf(index % every.same === 0 ? index - 1 : index));
  }
}

/** The counts that `lines` must have. */
export function expected(count: number): Expected {
  const taken = new Set<string>();
  let [invalid, duplicate] = [0, 0];
  for (let index = 1; index <= count; index += 1) {
    const isBad = [every.short, every.columns, every.noPhone].some((nth) => index % nth === 0);
    const phone = phoneOf(index % every.same === 0 ? index - 1 : index)
      .replace(/\D/gu, '')
      .slice(-9);
    if (isBad) invalid += 1;
    else if (taken.has(phone)) duplicate += 1;
    else taken.add(phone);
  }
  return { read: count, new: taken.size, known: 0, duplicate, invalid };
}
