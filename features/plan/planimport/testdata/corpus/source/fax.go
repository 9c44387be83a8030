package main

func init() {
	documents = append(documents,
		document{"08-clean.txt", "../08-stromskar-kultur.txt", faxedCopy.spoil},
		document{"10-docx.txt", "../10-ekmora-ideburen-valfard.docx", wordDocument})
}

// faxedCopy is a copy of a copy: letters that look alike are mixed up and spaces come and go, besides lost dots.
var faxedCopy = noise{
	seed: 19770312,
	letters: map[rune][]string{
		'å': {"a", "â"}, 'ä': {"a", "ii", "á"}, 'ö': {"o", "0", "ó"}, 'Å': {"A"}, 'Ä': {"A"}, 'Ö': {"O", "0"}, '–': {"-", "~"},
	},
	letterOdd: 0.5,
	groups:    map[string]string{"m": "rn", "l": "I", "o": "0", "S": "5", "nn": "mi", "s": "5", "B": "8"},
	groupOdd:  0.09,
	breakOdd:  0.4,
	gapOdd:    0.02,
	specks:    []string{", ", "· ", "~ "},
	speckOdd:  0.015,
	pageLines: 44,
	pageHead:  "STROMSKARS K0MMUN    KULTURFORVALTNINGEN    sid %d",
	tail:      "~~ , '|",
	doubleOdd: 0.03,
}
