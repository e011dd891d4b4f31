/** The processes that a process started. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

type Kin = { readonly pid: number; readonly parent: number };

/** Linux without `ps` (small containers) still has /proc. */
function fromProc(): readonly Kin[] {
  const kin: Kin[] = [];
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      // pid (name, which may hold spaces and brackets) state parent …
      const parent = stat
        .slice(stat.lastIndexOf(')') + 1)
        .trim()
        .split(' ')[1];
      kin.push({ pid: Number(name), parent: Number(parent) });
    } catch {
      // It ended while we were reading: it is nobody's child any more.
    }
  }
  return kin;
}

function fromPs(): readonly Kin[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  return lines.map((line) => {
    const [pid, parent] = line.trim().split(/\s+/).map(Number);
    return { pid: pid ?? 0, parent: parent ?? 0 };
  });
}

/** Ids of the living processes that `parent` started itself. */
export function childrenOf(parent: number): readonly number[] {
  const all = existsSync('/proc/self/stat') ? fromProc() : fromPs();
  return all.filter((kin) => kin.parent === parent).map((kin) => kin.pid);
}
