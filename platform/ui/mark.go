package ui

import (
	"context"
	"io"

	"github.com/a-h/templ"
)

// Mark is a shape from the sprite of marks. Eight of them say a status: met, met_late, in_progress, at_risk, not_met,
// not_started, not_applicable and not_assessed. Never use one without a word beside it; the shape itself is hidden from
// those who listen. See Status.
func Mark(shape string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := w.Write(appendMark(make([]byte, 0, 256), shape))
		return err
	})
}

// MarkHref is where the shape of a mark is fetched, for drawings that place marks themselves.
func MarkHref(shape string) templ.SafeURL { return spriteHref("marks.svg", shape) }

// appendMark writes a mark. It is no template since pages have hundreds of them.
func appendMark(out []byte, shape string) []byte {
	out = append(out, `<svg class="mark mark-`...)
	out = appendText(out, shape)
	out = append(out, `" aria-hidden="true" width="16" height="16" viewBox="0 0 16 16"><use href="`...)
	out = append(append(out, assetHref("marks.svg")...), '#')
	out = appendText(out, shape)
	return append(out, `"></use></svg>`...)
}

// appendText writes a text so that nothing in it can be taken for markup.
func appendText(out []byte, text string) []byte { return append(out, templ.EscapeString(text)...) }
