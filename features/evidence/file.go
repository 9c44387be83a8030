package evidence

import "samverk/platform/file"

// LargestFile is how many bytes a file may hold.
const LargestFile = file.Largest

// NewFile is a file to be kept with a record.
type NewFile = file.New

// File is a file of a record. Its content is kept once, however many records have it.
type File = file.File
