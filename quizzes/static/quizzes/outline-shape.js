// One outline on a picture, as points in per mille of its width and height.
export const WHOLE = 1000
const TWO = { rectangle: true, circle: true }

export function clamp(value) {
  return Math.min(WHOLE, Math.max(0, Math.round(value)))
}

export function parse(text) {
  const points = text.trim().split(/\s+/).map((each) => each.split(",").map(Number))
  return points.filter((point) => point.length === 2 && point.every((value) => value >= 0 && value <= WHOLE))
}

export function written(points) {
  return points.map((point) => point.join(",")).join(" ")
}

// A rectangle and a circle have two points; a third begins anew. A polygon has as many as are wanted.
export function withPoint(kind, points, point) {
  return TWO[kind] && points.length >= 2 ? [point] : [...points, point]
}

// The SVG element and its attributes, in a drawing of 1000 by 1000 that is stretched; `height` is the picture's, its
// width being 1. Null while there is nothing to draw.
export function drawn(kind, points, height) {
  if (kind === "polygon") return points.length > 1 ? ["polygon", { points: written(points) }] : null
  if (points.length < 2) return null
  const [[a, b], [c, d]] = points
  if (kind === "rectangle") {
    return ["rect", { x: Math.min(a, c), y: Math.min(b, d), width: Math.abs(c - a), height: Math.abs(d - b) }]
  }
  const radius = Math.hypot(c - a, (d - b) * height)
  return ["ellipse", { cx: a, cy: b, rx: radius, ry: radius / height }]
}
