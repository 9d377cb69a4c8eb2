// Whoever begins says that everybody who can be heard is on the list; then it runs.
export function everybodyIsOnTheList(run) {
  const dialog = document.getElementById("recording-complete")
  dialog.returnValue = ""
  dialog.addEventListener("close", () => dialog.returnValue === "yes" && run(), { once: true })
  dialog.showModal()
}
