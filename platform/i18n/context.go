package i18n

import "context"

type printerKey struct{}

// With gives a context whose pages are written by p.
func With(ctx context.Context, p Printer) context.Context {
	return context.WithValue(ctx, printerKey{}, p)
}

// In is the context's printer; without one it writes identities.
func In(ctx context.Context) Printer {
	p, _ := ctx.Value(printerKey{}).(Printer)
	return p
}

// T gives the text with this identity in the context's language.
func T(ctx context.Context, id string, pairs ...any) string { return In(ctx).T(id, pairs...) }
