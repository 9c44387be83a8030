package meetings

import (
	"context"

	"samverk/platform/store"
)

// As standin.templ: taken away when what surrounds a meeting is there.

func (f *Feature) lookAround(_ context.Context, _ *store.Tx, _ *Meeting) (aroundView, error) {
	return aroundView{}, nil
}

func (f *Feature) afterChange(_ context.Context, _ *store.Tx, _, _ *Meeting) error { return nil }
