// Marks in the list of sections the one that is being read.
export function followSections(screen) {
  const links = [...screen.querySelectorAll(".score-sections a")]
  const seen = new IntersectionObserver(
    (changes) => changes.filter((change) => change.isIntersecting).forEach((change) => point(links, change.target.id)),
    { rootMargin: "-20% 0px -70% 0px" },
  )
  screen.querySelectorAll(".score-section").forEach((section) => seen.observe(section))
}

function point(links, id) {
  for (const link of links) {
    if (link.hash === `#${id}`) link.setAttribute("aria-current", "true")
    else link.removeAttribute("aria-current")
  }
}
