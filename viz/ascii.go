package viz

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// ASCII returns the text in 0x20 to 0x7e (and newlines): what has a customary
// spelling gets it (≥ is >=, √ is sqrt), a control's picture its caret or
// backslash form, anything else its code point.
func (s Safe) ASCII() Safe {
	if isASCII(s.s) {
		return s
	}
	var b strings.Builder
	raised := false // the last rune was: ²³ is ^23
	for _, r := range s.s {
		switch {
		case r < utf8.RuneSelf:
			b.WriteRune(r)
		case r == '␊':
			b.WriteString(`\n`)
		case r == '␉':
			b.WriteString(`\t`)
		case r >= '␀' && r < '␠':
			b.WriteByte('^')
			b.WriteByte(byte(r-'␀') + '@')
		case r == '␡':
			b.WriteString("^?")
		case superscript(r) > 0:
			if !raised {
				b.WriteByte('^')
			}
			b.WriteByte(superscript(r))
		default:
			spelled, ok := spellings[r]
			if !ok {
				spelled = fmt.Sprintf("<U+%04X>", r)
			}
			b.WriteString(spelled)
		}
		raised = superscript(r) > 0
	}
	return Safe{b.String()}
}

// superscript returns the digit or the minus that a rune raises, else 0.
func superscript(r rune) byte {
	switch {
	case r == '¹':
		return '1'
	case r == '²' || r == '³':
		return '2' + byte(r-'²')
	case r == '⁰' || r >= '⁴' && r <= '⁹':
		return '0' + byte(r-'⁰')
	case r == '⁻':
		return '-'
	}
	return 0
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// spellings covers what formulas, labels and help are written with.
var spellings = map[rune]string{
	'…': "...", '–': "-", '—': "-", '−': "-", '‐': "-", '‑': "-",
	'‘': "'", '’': "'", '“': `"`, '”': `"`, '«': `"`, '»': `"`,
	'·': "*", '⋅': "*", '×': "x", '÷': "/", '±': "+-", '∓': "-+", '•': "*", '∙': "*",
	'≤': "<=", '≥': ">=", '≠': "!=", '≈': "~", '∼': "~", '≡': "==", '≪': "<<", '≫': ">>", '∝': "~",
	'→': "->", '←': "<-", '↑': "up", '↓': "down", '⇒': "=>", '↦': "->",
	'√': "sqrt", '∞': "inf", '∑': "sum", '∏': "prod", '∂': "d", '∇': "grad", '∈': "in", '∅': "{}",
	'ᵀ': "^T", '°': " deg", '½': "1/2", '¼': "1/4",
	'₀': "_0", '₁': "_1", '₂': "_2", '₃': "_3", 'ᵢ': "_i", 'ⱼ': "_j", '‖': "||", '∥': "||", '′': "'",
	'α': "alpha", 'β': "beta", 'γ': "gamma", 'δ': "delta", 'ε': "eps", 'ζ': "zeta", 'η': "eta",
	'θ': "theta", 'κ': "kappa", 'λ': "lambda", 'μ': "mu", 'µ': "mu", 'ν': "nu", 'ξ': "xi",
	'π': "pi", 'ρ': "rho", 'σ': "sigma", 'τ': "tau", 'φ': "phi", 'χ': "chi", 'ψ': "psi", 'ω': "omega",
	'Δ': "Delta", 'Σ': "Sigma", 'Π': "Pi", 'Ω': "Omega", 'Θ': "Theta", 'Λ': "Lambda", 'Φ': "Phi",
	'ä': "ae", 'ö': "oe", 'ü': "ue", 'ß': "ss", 'é': "e", 'è': "e", 'ê': "e", 'à': "a", 'ç': "c",
	'█': "#", '░': ".", '▒': ":", '▓': "%", '─': "-", '│': "|", '╌': "-", '━': "=", '┃': "|", '●': "o", '○': "o", '▸': ">",
	'\u00a0': " ", '\u202f': " ", '\u2009': " ",
}
