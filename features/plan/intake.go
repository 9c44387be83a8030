package plan

import (
	"context"
	"time"

	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Intake is a document on its way to review: it is being read, or could not be read.
type Intake struct {
	ID           string // the review's, when it has been read
	DocumentName string
	DocumentHash string
	Progress     Progress
	Failure      i18n.Message // why it could not be read; its key is empty while all goes well
	SentBy       string
	AliveAt      store.Time // when the reading last told how far it was
}

func (i *Intake) href() string { return "/plans/import/" + i.ID }

// silence is how long a reading may say nothing before it counts as broken off, for example because the program was
// killed. Whoever looks then begins it again.
const silence = 20 * time.Second

// IsBrokenOff tells whether nobody is reading the document any more, though it was not finished.
func (i *Intake) IsBrokenOff(now time.Time) bool {
	return i.Failure.ID == "" && now.Sub(i.AliveAt.Time) > silence
}

// progressText says how far a reading has come.
func progressText(ctx context.Context, at Progress) string {
	if at.Total == 0 {
		return i18n.T(ctx, "plan.intake.begins")
	}
	return i18n.T(ctx, "plan.intake."+string(at.Stage), "done", at.Done, "total", at.Total)
}
