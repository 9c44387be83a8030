package meetings

// Document is a file for a meeting, or for a point of its agenda.
type Document struct {
	ID, ItemID, Name, Media string
	Size                    int64
	SHA256                  string `db:"sha256"`
}

// mostDocuments bounds how many a meeting has.
const mostDocuments = 200

// ofItem are the documents of a point; of the whole meeting for an empty key.
func ofItem(documents []Document, itemID string) (some []Document) {
	for _, d := range documents {
		if d.ItemID == itemID {
			some = append(some, d)
		}
	}
	return some
}
