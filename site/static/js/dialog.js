import { behaviour } from "./behaviour.js"

behaviour("dialog", (opener) => {
  const dialog = document.getElementById(opener.dataset.dialog)

  opener.addEventListener("click", (event) => {
    event.preventDefault()
    dialog.showModal()
  })

  // A press on the veil lands on the dialog element itself; one on its content does not.
  dialog.addEventListener("click", (event) => {
    if (event.target !== dialog) return
    const box = dialog.getBoundingClientRect()
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom
    if (!inside) dialog.close()
  })
})
