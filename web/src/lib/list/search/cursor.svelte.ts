/** The result that the arrow keys have reached: the box moves it, the results show it. One search a page. */
class Cursor {
  /** Its key; null while the text itself is where one is. */
  key = $state<string | null>(null);
}

export const cursor = new Cursor();
