/** Sets the title of the page in front; where there is none, as while one page makes way for another, does nothing. */
export function setTitle(title: string): void {
  // Without one of its callbacks, it gives a Promise, of which somebody would have to take the failure.
  uni.setNavigationBarTitle({ title, fail() {} })
}
