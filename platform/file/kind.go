package file

import (
	"path"
	"slices"
	"strings"

	"github.com/gabriel-vasile/mimetype"

	"samverk/platform/i18n"
)

// fileKind is a kind of file that is kept: what its content may be told to be, and as what it is given back.
type fileKind struct {
	media  string
	within []string // media types of the content; those below them in mimetype's tree belong too
}

func kindOf(media string, within ...string) fileKind { return fileKind{media, append(within, media)} }

// Old and new office files are containers whose inside is not always recognised.
const (
	zipped  = "application/zip"
	oldBox  = "application/x-ole-storage"
	textual = "text/plain"
	openXML = "application/vnd.openxmlformats-officedocument."
	openDoc = "application/vnd.oasis.opendocument."
)

// fileKinds are the kinds by the ending of the name. Programs and pages with scripts are not among them.
var fileKinds = map[string]fileKind{
	".pdf":  kindOf("application/pdf"),
	".docx": kindOf(openXML+"wordprocessingml.document", zipped),
	".xlsx": kindOf(openXML+"spreadsheetml.sheet", zipped),
	".pptx": kindOf(openXML+"presentationml.presentation", zipped),
	".doc":  kindOf("application/msword", oldBox),
	".xls":  kindOf("application/vnd.ms-excel", oldBox),
	".ppt":  kindOf("application/vnd.ms-powerpoint", oldBox),
	".odt":  kindOf(openDoc+"text", zipped),
	".ods":  kindOf(openDoc+"spreadsheet", zipped),
	".odp":  kindOf(openDoc+"presentation", zipped),
	".rtf":  kindOf("text/rtf"),
	".txt":  kindOf(textual),
	".md":   kindOf(textual),
	".csv":  kindOf("text/csv", textual),
	".json": kindOf("application/json", textual),
	".xml":  kindOf("text/xml", textual),
	".ics":  kindOf("text/calendar", textual),
	".vcf":  kindOf("text/vcard", textual),
	".eml":  kindOf("message/rfc822", textual),
	".msg":  kindOf("application/vnd.ms-outlook", oldBox),
	".png":  kindOf("image/png"),
	".jpg":  kindOf("image/jpeg"),
	".jpeg": kindOf("image/jpeg"),
	".gif":  kindOf("image/gif"),
	".tif":  kindOf("image/tiff"),
	".tiff": kindOf("image/tiff"),
	".webp": kindOf("image/webp"),
	".heic": kindOf("image/heic", "image/heic-sequence", "image/heif", "image/heif-sequence", "video/mp4"),
	".mp3":  kindOf("audio/mpeg"),
	".m4a":  kindOf("audio/x-m4a", "audio/mp4", "video/mp4"),
	".wav":  kindOf("audio/wav"),
	".mp4":  kindOf("video/mp4"),
	".mov":  kindOf("video/quicktime"),
	".zip":  kindOf(zipped),
}

// mediaOf is the media type of a file whose name and content agree; the error says what to do when they do not.
func mediaOf(name string, content []byte) (string, error) {
	ending := strings.ToLower(path.Ext(name))
	kind, known := fileKinds[ending]
	if !known {
		return "", i18n.Fail("file.kind_unknown", "name", name)
	}
	found := mimetype.Detect(content)
	for at := found; at != nil; at = at.Parent() {
		if slices.ContainsFunc(kind.within, at.Is) {
			return withCharset(kind.media, found), nil
		}
	}
	return "", i18n.Fail("file.kind_differs", "name", name, "ending", ending)
}

// withCharset adds the character set that a text was told to have.
func withCharset(media string, found *mimetype.MIME) string {
	if _, charset, told := strings.Cut(found.String(), "; charset="); told && strings.HasPrefix(media, "text/") {
		return media + "; charset=" + charset
	}
	return media
}
