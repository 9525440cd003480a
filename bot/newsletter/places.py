"""Cities, countries and abbreviations that the time zone database doesn't name, and the zones that they mean.

Several zones on a line mean that the name alone doesn't say which; the likeliest comes first.
"""

# The zone in which most people of a country with several live, as CLDR's primary zones have it.
PRIMARY = {
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "DE": "Europe/Berlin",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "MH": "Pacific/Majuro",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PT": "Europe/Lisbon",
    "UA": "Europe/Kyiv",
    "UZ": "Asia/Tashkent",
}
# What people call a country beside the name that CLDR has.
COUNTRIES = {
    "AE": ("UAE", "Emirates", "阿联酋"),
    "AU": ("澳洲",),
    "CI": ("Ivory Coast",),
    "CZ": ("Czech Republic",),
    "KR": ("Korea", "Republic of Korea"),
    "RU": ("Russian Federation",),
    "TR": ("Turkey",),
    "US": ("USA", "United States of America", "America", "美利坚合众国"),
    "VN": ("Viet Nam",),
}

_LINES = """
Asia/Shanghai: Beijing, Peking, Guangzhou, Canton, Shenzhen, Hangzhou, Nanjing, Wuhan, Chengdu, Xi'an, Tianjin, Suzhou
Asia/Shanghai: 北京, 广州, 深圳, 杭州, 南京, 武汉, 成都, 西安, 天津, 苏州, 重庆, 哈尔滨, 厦门, 青岛, 大连, 长沙, 郑州
Asia/Shanghai: 济南, 合肥, 昆明, 沈阳, 福州, 宁波, 无锡, 东莞, 珠海, 大陆, 中国大陆, Mainland China
Asia/Taipei: Hsinchu, Kaohsiung, Taichung, Tainan, 新竹, 高雄, 台中, 台南, 臺北, 臺灣, 台灣
Asia/Hong_Kong: Kowloon, 九龙, 香港
Asia/Macau: Macao, 澳门
Asia/Tokyo: Osaka, Kyoto, Yokohama, Nagoya, Sapporo, Fukuoka, Kobe, 大阪, 京都, 横滨, 名古屋, 札幌, 福冈, 東京
Asia/Seoul: Busan, Incheon, Daejeon, 釜山, 仁川, South Korea, 韩国, 首爾
Asia/Kolkata: Mumbai, Bombay, Delhi, New Delhi, Bangalore, Bengaluru, Chennai, Madras, Hyderabad, Pune, Ahmedabad
Asia/Kolkata: 孟买, 新德里, 德里, 班加罗尔, 金奈, 海得拉巴
Asia/Karachi: Lahore, Islamabad, Rawalpindi, 拉合尔, 伊斯兰堡
Asia/Ho_Chi_Minh: Hanoi, Da Nang, 河内, 岘港
Asia/Jakarta: Bandung, Surabaya
Asia/Makassar: Bali, Denpasar, 巴厘岛
Asia/Manila: Quezon City, Cebu
Asia/Yangon: Mandalay
Asia/Dubai: Abu Dhabi, 阿布扎比
Asia/Riyadh: Jeddah, Mecca, 吉达, 麦加
Asia/Jerusalem: Tel Aviv, Haifa, 特拉维夫
Europe/Istanbul: Ankara, Izmir, 安卡拉
Africa/Cairo: Alexandria
Africa/Johannesburg: Cape Town, Durban, Pretoria, 开普敦
Africa/Lagos: Abuja
Africa/Casablanca: Rabat, Marrakesh
Europe/London: Edinburgh, Manchester, Cambridge, Oxford, Bristol, Glasgow, Cardiff, Liverpool, Leeds, England, Scotland
Europe/London: Wales, Britain, Great Britain, UK, 爱丁堡, 曼彻斯特, 剑桥, 牛津, 英格兰, 苏格兰
Europe/Paris: Lyon, Marseille, Toulouse, Nice, Grenoble, Bordeaux, Lille, Nantes, 里昂, 马赛
Europe/Berlin: Munich, München, Muenchen, Hamburg, Frankfurt, Cologne, Köln, Stuttgart, Dresden, Leipzig, Heidelberg
Europe/Berlin: Tübingen, Düsseldorf, 慕尼黑, 汉堡, 法兰克福, 科隆, 斯图加特
Europe/Zurich: Geneva, Basel, Bern, Lausanne, Genève, 日内瓦, 巴塞尔, 伯尔尼, 洛桑
Europe/Rome: Milan, Milano, Turin, Torino, Naples, Florence, Roma, 米兰, 都灵, 那不勒斯, 佛罗伦萨
Europe/Madrid: Barcelona, Valencia, Seville, 巴塞罗那
Europe/Lisbon: Porto, 波尔图
Europe/Amsterdam: Rotterdam, The Hague, Eindhoven, Utrecht, Holland, 鹿特丹, 海牙
Europe/Brussels: Antwerp, Ghent, Leuven
Europe/Vienna: Graz, Salzburg, Wien
Europe/Warsaw: Krakow, Kraków, Wroclaw, Wrocław, Gdansk
Europe/Stockholm: Gothenburg, Göteborg, Malmö, Uppsala
Europe/Copenhagen: Aarhus
Europe/Helsinki: Espoo, Tampere
Europe/Prague: Brno, Praha
Europe/Moscow: Saint Petersburg, 圣彼得堡
Europe/Kyiv: Kharkiv, Lviv, Odessa
America/New_York: New York City, NYC, Boston, Philadelphia, Washington, Washington DC, Atlanta, Miami, Pittsburgh, Baltimore
America/New_York: 波士顿, 费城, 华盛顿, 亚特兰大, 迈阿密, 匹兹堡, 纽约市
America/Chicago: Austin, Dallas, Houston, Minneapolis, New Orleans, St. Louis, 奥斯汀, 达拉斯, 休斯敦
America/Los_Angeles: San Francisco, SF, San Jose, San Diego, Seattle, Palo Alto, Mountain View, Silicon Valley, Berkeley
America/Los_Angeles: Portland, Las Vegas, Sacramento, Redmond, California, LA, 旧金山, 三藩市, 圣何塞, 圣迭戈, 西雅图, 硅谷, 拉斯维加斯
America/Denver: Salt Lake City, Boulder, 盐湖城
America/Toronto: Ottawa, Montreal, Montréal, Quebec, Waterloo, 渥太华, 蒙特利尔
America/Edmonton: Calgary
America/Sao_Paulo: Rio de Janeiro, Brasilia, Brasília, 里约热内卢, 巴西利亚
America/Mexico_City: Guadalajara
America/Bogota: Medellin, Medellín
America/Guayaquil: Quito
Australia/Sydney: Canberra, 堪培拉
Pacific/Auckland: Wellington, Christchurch, 惠灵顿
Asia/Tbilisi, America/New_York: Georgia
UTC: GMT, Z, Zulu, UCT, Universal, Greenwich, 世界时, 协调世界时, 格林威治, 格林尼治
Asia/Tokyo: JST
Asia/Seoul: KST
Asia/Hong_Kong: HKT
Asia/Singapore: SGT
Asia/Manila: PHT
Asia/Jakarta: WIB
Asia/Bangkok: ICT
Asia/Karachi: PKT
Asia/Dubai: GST
Asia/Kathmandu: NPT
Asia/Tehran: IRST
Asia/Kolkata, Europe/Dublin, Asia/Jerusalem: IST
Asia/Shanghai, America/Chicago, America/Havana: CST
Europe/London, Asia/Dhaka: BST
America/Halifax, Asia/Riyadh: AST
Europe/Berlin: CET, CEST, MEZ, MESZ, MET, Central Europe, Central European, 中欧
Europe/Athens: EET, EEST, Eastern Europe, Eastern European, 东欧
Europe/Lisbon: WET, WEST, Western European
Europe/Moscow: MSK
Europe/Istanbul: TRT
America/New_York: EST, EDT, ET, EST5EDT, Eastern, 美东, 美国东部, 东部
America/Chicago: CDT, CT, CST6CDT, Central, 美中, 美国中部
America/Denver: MST, MDT, MT, MST7MDT, Mountain, 美国山地
America/Los_Angeles: PST, PDT, PT, PST8PDT, Pacific, 美西, 美国西部, 太平洋
America/Anchorage: AKST, AKDT, Alaska, 阿拉斯加
Pacific/Honolulu: HST, Hawaii, 夏威夷
America/Sao_Paulo: BRT
America/Argentina/Buenos_Aires: ART, Argentina, 阿根廷
Australia/Sydney: AEST, AEDT
Australia/Adelaide: ACST, ACDT
Australia/Perth: AWST
Pacific/Auckland: NZST, NZDT
Africa/Johannesburg: SAST
Africa/Nairobi: EAT
Africa/Lagos: WAT
Africa/Maputo: CAT
"""


def places() -> list[tuple[str, tuple[str, ...]]]:
    """Return the names, each with the zones that it may mean."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for line in _LINES.strip().splitlines():
        zones, _, names = line.partition(": ")
        found += [(name, tuple(zones.split(", "))) for name in names.split(", ")]
    return found
