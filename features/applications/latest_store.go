package applications

import (
	"context"
	"encoding/json"
	"errors"

	"samverk/platform/i18n"
	"samverk/platform/questions"
	"samverk/platform/store"
)

// LatestSent gives what was sent last of an application: the form as it was then and the answers. store.ErrNotFound when
// nothing has been sent.
func LatestSent(ctx context.Context, tx *store.Tx, id string) (form questions.Form, answers questions.Answers, err error) {
	var row struct{ Content string }
	err = tx.Get(ctx, &row, "SELECT content FROM application_version WHERE application_id = $1 ORDER BY number DESC LIMIT 1", id)
	if errors.Is(err, store.ErrNotFound) {
		err = i18n.Fail("applications.unknown").Because(store.ErrNotFound)
	}
	if err != nil {
		return form, answers, err
	}
	var content struct {
		Form    questions.Form    `json:"form"`
		Answers questions.Answers `json:"answers"`
	}
	err = json.Unmarshal([]byte(row.Content), &content)
	return content.Form, content.Answers, err
}
