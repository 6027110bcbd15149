package agreement

import "strings"

// Slug returns the form that a name of the agreement or of the data has in an id (IDS.md): its letters in
// lower case and without diacritics, by NFKD decomposition, and its digits, with one `_` for any other
// characters between them. Characters without an ASCII form are left out. The slug of a name of which
// nothing remains, and of an empty name, is `none`.
func Slug(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range plainASCII(name) {
		if r < '0' || '9' < r && r < 'a' || 'z' < r {
			gap = true
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte('_')
		}
		gap = false
		b.WriteRune(r)
	}
	if b.Len() == 0 {
		return "none"
	}
	return b.String()
}

// plainASCII replaces characters by the ASCII part of their compatibility decomposition, in lower case.
func plainASCII(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r < 0x80:
			b.WriteRune(r)
		case 0xFF01 <= r && r <= 0xFF5E: // full width
			b.WriteRune(r - 0xFF01 + '!')
		default:
			b.WriteString(decompositions[r])
		}
	}
	return strings.ToLower(b.String())
}

// decompositions holds the ASCII part of each character's NFKD form in lower case, for these blocks:
// Latin with its extensions A, B and Additional, punctuation, sub- and superscripts, letterlike symbols,
// number forms and ligatures. A test compares it with Unicode's table.
var decompositions = func() map[rune]string {
	m := map[rune]string{}
	for _, row := range []struct{ ascii, from string }{
		{" ", "\u3000\u00a0¨¯´¸\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a‗․‥…\u202f‼‾⁇⁈⁉\u205f⁺⁼⁽⁾₊₌₍₎"},
		{"0", "⁰₀"},
		{"1", "¹₁⅟"},
		{"2", "²₂"},
		{"3", "³₃"},
		{"4", "⁴₄"},
		{"5", "⁵₅"},
		{"6", "⁶₆"},
		{"7", "⁷₇"},
		{"8", "⁸₈"},
		{"9", "⁹₉"},
		{"a", "ªÀÁÂÃÄÅàáâãäåĀāĂăĄąǍǎǞǟǠǡǺǻȀȁȂȃȦȧḀḁẚẠạẢảẤấẦầẨẩẪẫẬậẮắẰằẲẳẴẵẶặₐ\u212b"},
		{"b", "ḂḃḄḅḆḇℬ"},
		{"c", "ÇçĆćĈĉĊċČčḈḉℂ℃ℭⅭⅽ"},
		{"d", "ĎďḊḋḌḍḎḏḐḑḒḓⅅⅆⅮⅾ"},
		{"e", "ÈÉÊËèéêëĒēĔĕĖėĘęĚěȄȅȆȇȨȩḔḕḖḗḘḙḚḛḜḝẸẹẺẻẼẽẾếỀềỂểỄễỆệₑℯℰⅇ"},
		{"f", "Ḟḟ℉ℱ"},
		{"g", "ĜĝĞğĠġĢģǦǧǴǵḠḡℊ"},
		{"h", "ĤĥȞȟḢḣḤḥḦḧḨḩḪḫẖₕℋℌℍℎ"},
		{"i", "ÌÍÎÏìíîïĨĩĪīĬĭĮįİǏǐȈȉȊȋḬḭḮḯỈỉỊịⁱℐℑℹⅈⅠⅰ"},
		{"j", "Ĵĵǰⅉ"},
		{"k", "ĶķǨǩḰḱḲḳḴḵₖ\u212a"},
		{"l", "ĹĺĻļĽľĿŀḶḷḸḹḺḻḼḽₗℒℓⅬⅼ"},
		{"m", "ḾḿṀṁṂṃₘℳⅯⅿ"},
		{"n", "ÑñŃńŅņŇňŉǸǹṄṅṆṇṈṉṊṋⁿₙℕ"},
		{"o", "ºÒÓÔÕÖòóôõöŌōŎŏŐőƠơǑǒǪǫǬǭȌȍȎȏȪȫȬȭȮȯȰȱṌṍṎṏṐṑṒṓỌọỎỏỐốỒồỔổỖỗỘộỚớỜờỞởỠỡỢợₒℴ"},
		{"p", "ṔṕṖṗₚℙ"},
		{"q", "ℚ"},
		{"r", "ŔŕŖŗŘřȐȑȒȓṘṙṚṛṜṝṞṟℛℜℝ"},
		{"s", "ŚśŜŝŞşŠšſȘșṠṡṢṣṤṥṦṧṨṩẛₛ"},
		{"t", "ŢţŤťȚțṪṫṬṭṮṯṰṱẗₜ"},
		{"u", "ÙÚÛÜùúûüŨũŪūŬŭŮůŰűŲųƯưǓǔǕǖǗǘǙǚǛǜȔȕȖȗṲṳṴṵṶṷṸṹṺṻỤụỦủỨứỪừỬửỮữỰự"},
		{"v", "ṼṽṾṿⅤⅴ"},
		{"w", "ŴŵẀẁẂẃẄẅẆẇẈẉẘ"},
		{"x", "ẊẋẌẍₓⅩⅹ"},
		{"y", "ÝýÿŶŷŸȲȳẎẏẙỲỳỴỵỶỷỸỹ"},
		{"z", "ŹźŻżŽžẐẑẒẓẔẕℤℨ"},
		{"03", "↉"},
		{"12", "½"},
		{"13", "⅓"},
		{"14", "¼"},
		{"15", "⅕"},
		{"16", "⅙"},
		{"17", "⅐"},
		{"18", "⅛"},
		{"19", "⅑"},
		{"23", "⅔"},
		{"25", "⅖"},
		{"34", "¾"},
		{"35", "⅗"},
		{"38", "⅜"},
		{"45", "⅘"},
		{"56", "⅚"},
		{"58", "⅝"},
		{"78", "⅞"},
		{"dz", "ǄǅǆǱǲǳ"},
		{"ff", "ﬀ"},
		{"fi", "ﬁ"},
		{"fl", "ﬂ"},
		{"ii", "Ⅱⅱ"},
		{"ij", "Ĳĳ"},
		{"iv", "Ⅳⅳ"},
		{"ix", "Ⅸⅸ"},
		{"lj", "Ǉǈǉ"},
		{"nj", "Ǌǋǌ"},
		{"no", "№"},
		{"sm", "℠"},
		{"st", "ﬅﬆ"},
		{"tm", "™"},
		{"vi", "Ⅵⅵ"},
		{"xi", "Ⅺⅺ"},
		{"110", "⅒"},
		{"a c", "℀"},
		{"a s", "℁"},
		{"c o", "℅"},
		{"c u", "℆"},
		{"fax", "℻"},
		{"ffi", "ﬃ"},
		{"ffl", "ﬄ"},
		{"iii", "Ⅲⅲ"},
		{"tel", "℡"},
		{"vii", "Ⅶⅶ"},
		{"xii", "Ⅻⅻ"},
		{"viii", "Ⅷⅷ"},
	} {
		for _, r := range row.from {
			m[r] = row.ascii
		}
	}
	return m
}()
