/** How keys are called on this device. */

/** Whether ⌘ stands here for Ctrl. */
export const onThisMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);

/** The name of a key or of several together, as it is printed on them. */
export function keyName(name: string, mac: boolean = onThisMac): string {
  return mac ? name.replace('Ctrl', '⌘').replace('Alt', '⌥').replace('Shift', '⇧') : name;
}
