/** How a picture lies under the glass. Pure; in px, counted from the middle of the stage. */

/** How much larger than fitting, and where its middle is. */
export type View = { readonly scale: number; readonly x: number; readonly y: number };
type Point = { readonly x: number; readonly y: number };
type Size = { readonly width: number; readonly height: number };

export const fitting: View = { scale: 1, x: 0, y: 0 };
export const largest = 5;

/** How far the middle may go without showing more emptiness than it must. */
function reach(scaled: number, room: number): number {
  return Math.max(0, (scaled - room) / 2);
}

/** The view as near to `view` as the picture's borders allow. `picture`: its size while it fits. */
export function held(view: View, picture: Size, stage: Size): View {
  const scale = Math.min(largest, Math.max(1, view.scale));
  const [across, down] = [
    reach(picture.width * scale, stage.width),
    reach(picture.height * scale, stage.height),
  ];
  return {
    scale,
    x: Math.min(across, Math.max(-across, view.x)) || 0,
    y: Math.min(down, Math.max(-down, view.y)) || 0,
  };
}

/** `factor` times as large, with what lies under `point` staying there. */
export function zoomed(view: View, factor: number, point: Point): View {
  const scale = Math.min(largest, Math.max(1, view.scale * factor));
  const grown = scale / view.scale;
  return { scale, x: point.x - (point.x - view.x) * grown, y: point.y - (point.y - view.y) * grown };
}
