// The score sheet on the screen: what each item shows, and what is counted.
export function sheet(screen, words) {
  const itemOf = (code) => document.getElementById(`item-${code}`)
  const items = [...screen.querySelectorAll(".score-item")]
  const left = screen.querySelector(".score-left b")
  const finish = screen.querySelector("[data-finish]")

  function show(code, { value, reason, comment }) {
    const item = itemOf(code)
    if (!item) return
    item.dataset.value = value
    item.querySelectorAll(".mark").forEach((mark) => {
      mark.setAttribute("aria-pressed", String(mark.dataset.value === value))
    })
    showReason(item, value === "na", reason)
    const text = item.querySelector("[data-comment] textarea")
    if (text !== document.activeElement && text.value.trim() !== comment) text.value = comment
  }

  function showReason(item, isLeftOut, reason) {
    const place = item.querySelector("[data-left-out]")
    if (!place) return
    place.textContent = isLeftOut ? reason : ""
    place.closest("details").classList.toggle("is-left-out", isLeftOut)
  }

  function count() {
    const blank = items.filter((item) => item.dataset.value === "").length
    left.textContent = blank
    finish.classList.toggle("is-primary", blank === 0)
    screen.querySelectorAll(".score-section").forEach((section) => {
      const marked = section.querySelectorAll('.score-item:not([data-value=""])').length
      screen.querySelector(`.score-sections a[href="#${section.id}"] [data-marked]`).textContent = marked
    })
  }

  // `state` is saved, waiting or refused; "" for nothing.
  function say(code, state) {
    const place = itemOf(code)?.querySelector("[data-saved]")
    if (!place || (place.dataset.saved ?? "") === state) return
    place.dataset.saved = state
    place.textContent = words[state] ?? ""
  }

  const valueOf = (code) => itemOf(code).dataset.value
  const numberOf = (code) => itemOf(code).dataset.number
  const wordOf = (code, value) => {
    if (value === "na") return words.leftOut
    return itemOf(code).querySelector(`.mark[data-value="${value}"]`)?.dataset.word ?? words.blank
  }
  return { show, count, say, valueOf, numberOf, wordOf }
}
