// The score sheet on the screen: what each item shows, and what is counted.
export function sheet(screen, words) {
  const itemOf = (code) => document.getElementById(`item-${code}`)
  const left = screen.querySelector(".score-left b")
  const finish = screen.querySelector("[data-finish]")

  function show(code, value) {
    const item = itemOf(code)
    item.dataset.value = value
    item.querySelectorAll(".mark").forEach((mark) => {
      mark.setAttribute("aria-pressed", String(mark.dataset.value === value))
    })
    count()
  }

  function count() {
    const blank = screen.querySelectorAll('.score-item[data-value=""]').length
    left.textContent = blank
    finish.classList.toggle("is-primary", blank === 0)
    screen.querySelectorAll(".score-section").forEach((section) => {
      const marked = section.querySelectorAll('.score-item:not([data-value=""])').length
      screen.querySelector(`.score-sections a[href="#${section.id}"] [data-marked]`).textContent = marked
    })
  }

  // `state` is saving, saved, waiting or refused.
  function say(code, state) {
    const place = itemOf(code).querySelector("[data-saved]")
    place.dataset.saved = state
    place.textContent = words[state]
  }

  const valueOf = (code) => itemOf(code).dataset.value
  const numberOf = (code) => itemOf(code).dataset.number
  const wordOf = (value) => screen.querySelector(`.mark[data-value="${value}"]`)?.textContent.trim() ?? words.blank
  return { show, say, valueOf, numberOf, wordOf }
}
