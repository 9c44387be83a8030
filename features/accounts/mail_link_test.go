package accounts_test

import (
	"context"
	"testing"
	"time"

	"samverk/features/accounts"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

func TestALinkByMailWorksForTenMinutes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		person(t, db, "forening@exempel.se", accounts.Representative)
		site := programOf(&accounts.Feature{DB: db, Post: func(context.Context, *store.Tx, accounts.Letter) error { return nil }})
		for age, status := range map[time.Duration]int{9 * time.Minute: 200, 10*time.Minute + time.Second: 404} {
			var token string
			check(t, db.Write(ctx, func(tx *store.Tx) (err error) {
				_, token, err = accounts.SignInLink(ctx, tx, "forening@exempel.se", time.Now().Add(-age))
				return err
			}))
			want(t, "a link made "+age.String()+" ago", newBrowser(site, "192.0.2.1").get("/sign-in/link/"+token).Code, status)
		}
	})
}
