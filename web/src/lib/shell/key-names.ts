/** How keys are called on this device. */
import { isApple } from '../ui/apple.ts';

/** The name of a key or of several together, as it is printed on them. */
export function keyName(name: string, mac: boolean = isApple): string {
  return mac ? name.replace('Ctrl', '⌘').replace('Alt', '⌥').replace('Shift', '⇧') : name;
}
