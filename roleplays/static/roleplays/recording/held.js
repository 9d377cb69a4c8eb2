// Whether the tab that makes a recording still lives, whichever tab asks: it holds a lock by the recording's name.
const name = (key) => `recording-${key}`

// Held until the function that comes back is called, or the tab is gone.
export function hold(key) {
  let release = () => {}
  navigator.locks?.request(name(key), () => new Promise((resolve) => (release = resolve)))
  return () => release()
}

export async function isHeld(key) {
  if (!navigator.locks) return false
  const { held } = await navigator.locks.query()
  return held.some((lock) => lock.name === name(key))
}

// One tab sends at a time; another that asks in the meantime does nothing.
export function alone(run) {
  if (!navigator.locks) return run()
  return navigator.locks.request("recordings-sending", { ifAvailable: true }, (lock) => (lock ? run() : undefined))
}
