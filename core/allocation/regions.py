"""In which part of the world does an investor sit? Read from a table of countries, never from parts of a word."""

from __future__ import annotations

from core.wording import plain_spelling

NORTH_AMERICA, LATIN_AMERICA, EUROPE = "North America", "Latin America", "Europe"
MIDDLE_EAST, AFRICA, ASIA, OCEANIA = "Middle East", "Africa", "Asia", "Oceania"
REGIONS = (NORTH_AMERICA, LATIN_AMERICA, EUROPE, MIDDLE_EAST, AFRICA, ASIA, OCEANIA)

# Name and the two- and three-letter codes of ISO 3166, then other usual names.
_TABLE = {
    NORTH_AMERICA: "United States|US|USA|U.S.|U.S.A.|United States of America|America;Canada|CA|CAN;Bermuda|BM|BMU",
    LATIN_AMERICA: (
        "Mexico|MX|MEX;Brazil|BR|BRA;Chile|CL|CHL;Colombia|CO|COL;Peru|PE|PER;Argentina|AR|ARG;Uruguay|UY|URY;"
        "Panama|PA|PAN;Costa Rica|CR|CRI;Ecuador|EC|ECU;Bolivia|BO|BOL;Paraguay|PY|PRY;Venezuela|VE|VEN;"
        "Dominican Republic|DO|DOM;Guatemala|GT|GTM;Trinidad and Tobago|TT|TTO;Jamaica|JM|JAM;Bahamas|BS|BHS;"
        "Cayman Islands|KY|CYM;Puerto Rico|PR|PRI"
    ),
    EUROPE: (
        "United Kingdom|GB|GBR|UK|U.K.|Great Britain|England|Scotland|Wales|Northern Ireland;Ireland|IE|IRL;France|FR|FRA;"
        "Germany|DE|DEU;Netherlands|NL|NLD|The Netherlands;Belgium|BE|BEL;Luxembourg|LU|LUX;Switzerland|CH|CHE;"
        "Austria|AT|AUT;Italy|IT|ITA;Spain|ES|ESP;Portugal|PT|PRT;Norway|NO|NOR;Sweden|SE|SWE;Denmark|DK|DNK;"
        "Finland|FI|FIN;Iceland|IS|ISL;Poland|PL|POL;Czech Republic|CZ|CZE|Czechia;Slovakia|SK|SVK;Hungary|HU|HUN;"
        "Romania|RO|ROU;Bulgaria|BG|BGR;Greece|GR|GRC;Croatia|HR|HRV;Slovenia|SI|SVN;Serbia|RS|SRB;Estonia|EE|EST;"
        "Latvia|LV|LVA;Lithuania|LT|LTU;Malta|MT|MLT;Cyprus|CY|CYP;Liechtenstein|LI|LIE;Monaco|MC|MCO;Ukraine|UA|UKR;"
        "Russia|RU|RUS|Russian Federation;Jersey|JE|JEY;Guernsey|GG|GGY;Isle of Man|IM|IMN;Georgia|GE|GEO"
    ),
    MIDDLE_EAST: (
        "United Arab Emirates|AE|ARE|UAE;Saudi Arabia|SA|SAU;Qatar|QA|QAT;Kuwait|KW|KWT;Bahrain|BH|BHR;Oman|OM|OMN;"
        "Israel|IL|ISR;Turkey|TR|TUR|Türkiye;Jordan|JO|JOR;Lebanon|LB|LBN;Iran|IR|IRN;Iraq|IQ|IRQ"
    ),
    AFRICA: (
        "South Africa|ZA|ZAF;Nigeria|NG|NGA;Kenya|KE|KEN;Egypt|EG|EGY;Morocco|MA|MAR;Ghana|GH|GHA;Botswana|BW|BWA;"
        "Angola|AO|AGO;Algeria|DZ|DZA;Libya|LY|LBY;Namibia|NA|NAM;Mauritius|MU|MUS;Tanzania|TZ|TZA;Uganda|UG|UGA;"
        "Rwanda|RW|RWA;Ethiopia|ET|ETH;Tunisia|TN|TUN;Senegal|SN|SEN;Ivory Coast|CI|CIV|Côte d’Ivoire"
    ),
    ASIA: (
        "Japan|JP|JPN;China|CN|CHN|People’s Republic of China;Hong Kong|HK|HKG;Taiwan|TW|TWN;Macau|MO|MAC;"
        "South Korea|KR|KOR|Korea|Republic of Korea;India|IN|IND;Singapore|SG|SGP;Malaysia|MY|MYS;Indonesia|ID|IDN;"
        "Thailand|TH|THA;Philippines|PH|PHL;Vietnam|VN|VNM;Brunei|BN|BRN;Bangladesh|BD|BGD;Pakistan|PK|PAK;"
        "Sri Lanka|LK|LKA;Nepal|NP|NPL;Kazakhstan|KZ|KAZ;Azerbaijan|AZ|AZE;Uzbekistan|UZ|UZB;Mongolia|MN|MNG;"
        "East Timor|TL|TLS|Timor-Leste"
    ),
    OCEANIA: "Australia|AU|AUS;New Zealand|NZ|NZL;Papua New Guinea|PG|PNG;Fiji|FJ|FJI",
}


_ENTRIES = [(region, country.split("|")) for region, countries in _TABLE.items() for country in countries.split(";")]
_REGION_OF = {plain_spelling(name): region for region, names in _ENTRIES for name in names}
_NAME_OF = {plain_spelling(name): names[0] for _, names in _ENTRIES for name in names}
_REGION_SPELLING = {plain_spelling(region): region for region in REGIONS}
COUNTRIES = tuple(sorted(names[0] for _, names in _ENTRIES))


def region_of(country: str) -> str:
    """The region of a country named in full or by its ISO code; empty where the table does not have it."""
    return _REGION_OF.get(plain_spelling(country), "")


def country_named(text: str) -> str:
    """The country's usual name where the table has it, else the text as it is."""
    return _NAME_OF.get(plain_spelling(text), " ".join(text.split()))


def region_named(text: str, country: str) -> str:
    """The region that was given (in its usual spelling where it is a known one), else that of the country."""
    given = " ".join(text.split())
    return _REGION_SPELLING.get(plain_spelling(given), given) if given else region_of(country)
