// The box over the list of clauses: what is typed there is looked for in code and words of both languages.
;(() => {
  const start = () => document.querySelectorAll("[data-clause-picker] [data-find]").forEach((find) => { find.hidden = false })

  const filter = (picker, typed) => {
    const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean)
    let found = 0
    picker.querySelectorAll("details").forEach((area) => {
      let here = 0
      area.querySelectorAll(".clause-option").forEach((option) => {
        const words = option.dataset.words.toLowerCase()
        option.hidden = !wanted.every((word) => words.includes(word))
        if (!option.hidden) here += 1
      })
      area.hidden = here === 0
      area.open = wanted.length > 0 && here > 0
      found += here
    })
    const status = picker.querySelector("[data-found]")
    status.textContent = wanted.length ? status.dataset.found.replace("{n}", found) : ""
  }

  const boxOf = (event) => event.target.closest?.("[data-clause-picker] [data-find] input")

  document.addEventListener("input", (event) => {
    const box = boxOf(event)
    if (!box) return
    event.stopPropagation()
    filter(box.closest("[data-clause-picker]"), box.value)
  }, true)

  // Enter in the box looks, and does not send the form.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && boxOf(event)) event.preventDefault()
  })

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start)
  else start()
})()
