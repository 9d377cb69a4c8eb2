// Starts `run` once for each element whose data-behaviour names it: now, and in whatever htmx brings in later.
export function behaviour(name, run) {
  const selector = `[data-behaviour~="${name}"]`
  const started = new WeakSet()

  const start = (element) => {
    if (started.has(element)) return
    started.add(element)
    run(element)
  }

  const search = (root) => {
    if (root.matches?.(selector)) start(root)
    root.querySelectorAll(selector).forEach(start)
  }

  search(document)
  document.addEventListener("htmx:load", (event) => search(event.target))
}
