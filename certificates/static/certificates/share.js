import { behaviour } from "../js/behaviour.js"

// On a phone the picture goes straight to the messenger that is chosen; elsewhere the link downloads it, as without this.
behaviour("share", (link) => {
  const sample = new File([""], "a.png", { type: "image/png" })
  if (!navigator.canShare?.({ files: [sample] })) return

  link.addEventListener("click", async (event) => {
    event.preventDefault()
    const response = await fetch(link.href)
    if (!response.ok) return location.assign(link.href)
    const picture = new File([await response.blob()], link.download, { type: "image/png" })
    navigator.share({ files: [picture] }).catch((error) => {
      if (error.name !== "AbortError") location.assign(link.href)
    })
  })
})
