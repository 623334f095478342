/** HTML that a page has in its markup already, and that its data need not carry a second time. */

/**
 * Text of a lesson on its way to a page. Where the page is rendered with it, the browser keeps what it finds there
 * (hydration does not look into `{@html}`), and gets the text itself only when the page's data is asked for alone.
 */
export class Markup {
	readonly html: string;
	readonly #isThere: boolean;

	constructor(html: string, isThere = false) {
		this.html = html;
		this.#isThere = isThere;
	}

	/** What is sent: not empty, since nothing would take the place of what is there. */
	sent(): string {
		return this.#isThere ? ' ' : this.html || ' ';
	}

	toString() {
		return this.html;
	}
}
