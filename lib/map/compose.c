#include <stdint.h>
#include <string.h>

#include "map/compose.h"

/* What a word of a header can speak of. */
#define WHO (1u << 0)
#define ORDER (1u << 1)
#define ISSUE (1u << 2)
#define CALL (1u << 3)
#define MESSAGE (1u << 4)
#define ANSWER (1u << 5)
#define STAFF (1u << 6)
#define TEAM (1u << 7)
#define PLACE (1u << 8)
#define ID (1u << 9)
#define NAME (1u << 10)
#define KANA (1u << 11)
#define TIME (1u << 12)
#define STATE (1u << 13)
#define SUM (1u << 14)
#define LENGTH (1u << 15)
#define BEGIN (1u << 16)
#define END (1u << 17)
#define SOLVE (1u << 18)
#define CHANGE (1u << 19)
#define REPLY (1u << 20)
#define FIRST (1u << 21)
#define WAIT (1u << 22)
#define TALK (1u << 23)
#define ROUTE (1u << 24)
#define ITEM (1u << 25)
#define KIND (1u << 27)
#define PART (1u << 26) /* a part, a plan, or somebody else */
#define OTHER (ITEM | PART)

#define EVENTS (ORDER | ISSUE | CALL | MESSAGE | ANSWER)
#define MOMENTS (END | SOLVE | CHANGE | REPLY | WAIT | OTHER)

#define WORDS_MAX 512 /* bytes of a header that are looked at */

struct class
{
	unsigned bit;
	bool is_head; /* counts only where a word ends */
	const char *words[40];
};

static const struct class classes[] = {
    {WHO, false,
	{"customer", "client", "member", "user", "buyer", "contact",
	    "requester", "visitor", "guest", "login", "friend", "follower",
	    "会員", "顧客", "お客様", "購入者", "注文者", "依頼主", "依頼者",
	    "申込者", "ユーザ", "ログイン", "利用者", "友だち", "得意先",
	    "取引先", "lead", "prospect", "profile", "subscriber", "patient",
	    "person", "sender", "差出人"}},
    {ORDER, false,
	{"order", "transaction", "sale", "sales", "purchase", "receipt",
	    "invoice", "checkout", "charge", "payment", "book", "reservation",
	    "注文", "受注", "取引", "売上", "購入", "伝票", "レシート", "会計",
	    "予約", "利用", "申込"}},
    {ISSUE, false,
	{"ticket", "case", "issue", "inquiry", "enquiry", "conversation",
	    "request", "問い合わせ", "問合せ", "問合わせ", "お問合", "案件",
	    "受付", "チケット", "相談"}},
    {CALL, false, {"call", "calls", "コール", "通話", "着信", "発信", "入電"}},
    {MESSAGE, false, {"message", "chat", "メッセージ", "送信", "チャット"}},
    {ANSWER, false,
	{"response", "respondent", "answer", "survey", "submission", "回答",
	    "アンケート"}},
    {STAFF, false,
	{"agent", "assignee", "operator", "staff", "owner", "rep", "handled by",
	    "cashier", "salesperson", "担当", "オペレータ", "受電者", "受付者",
	    "スタッフ", "対応者"}},
    {TEAM, false,
	{"team", "group", "queue", "skill", "チーム", "グループ", "部署",
	    "キュー"}},
    {PLACE, true,
	{"store", "shop", "branch", "outlet", "店舗", "店舗名", "店名", "支店",
	    "point", "支店名"}},
    {ID, true,
	{"id", "no", "number", "num", "code", "key", "uuid", "guid", "uid",
	    "ref", "reference", "番号", "コード", "ナンバー"}},
    {NAME, true,
	{"name", "title", "description", "名", "氏名", "名前", "名称"}},
    {KANA, true, {"kana", "カナ", "かな", "フリガナ", "ふりがな", "ヨミ"}},
    {TIME, true,
	{"date", "time", "at", "on", "datetime", "timestamp", "日時", "日",
	    "時刻", "年月日"}},
    {STATE, true,
	{"status", "state", "result", "ステータス", "状態", "状況", "結果"}},
    {SUM, true,
	{"total", "amount", "合計", "総額", "総計", "金額", "合計額", "料金",
	    "代金"}},
    {LENGTH, true,
	{"time", "duration", "seconds", "secs", "sec", "minutes", "秒", "秒数",
	    "時間", "分", "分数"}},
    {BEGIN, false,
	{"create", "created", "creation", "open", "opened", "start", "started",
	    "submitted", "added", "joined", "registered", "作成", "開始",
	    "登録", "追加", "入会", "受信", "起票"}},
    {END, false, {"end", "ended", "hangup", "終了", "切断"}},
    {SOLVE, false,
	{"resolve", "resolved", "solved", "close", "closed", "resolution",
	    "completed", "解決", "完了", "クローズ"}},
    {CHANGE, false, {"update", "updated", "modified", "更新", "変更"}},
    {REPLY, false,
	{"reply", "response", "responded", "answered", "返信", "応答", "初動"}},
    {FIRST, false, {"first", "initial", "初回", "一次", "最初"}},
    {WAIT, false, {"wait", "waiting", "queue", "hold", "待ち", "待機"}},
    {TALK, false,
	{"talk", "talking", "handle", "handling", "通話", "対応", "応対"}},
    {KIND, true,
	{"type", "category", "kind", "reason", "分類", "種別", "区分",
	    "カテゴリ", "カテゴリー", "理由"}},
    {ROUTE, true, {"source", "channel", "via", "経路", "チャネル"}},
    {ITEM, false,
	{"item", "product", "sku", "menu", "goods", "room", "商品", "製品",
	    "メニュー", "サービス", "プラン"}},
    {PART, false,
	{"tax", "discount", "shipping", "delivery", "fee", "refund", "subtotal",
	    "unit", "due", "last", "next", "previous", "parent", "transfer",
	    "税", "割引", "値引", "送料", "手数料", "ポイント", "小計", "単価",
	    "配送", "発送", "予定", "最終", "前回"}},
};

/* A field by what the header speaks of, and by what it must not. */
struct rule {
	unsigned all, none;
	enum canon_field field;
	unsigned topics;
	int weight;
	int least; /* of the header that has to be understood, 0..100 */
	const char *what;
};

#define F(field) CANON_F_##field

static const struct rule rules[] = {
    {WHO | ID, EVENTS | STAFF | OTHER, F(CUSTOMER_ID), SYNONYM_ANY, 88, 50,
	"the id of a customer"},
    {WHO | NAME, KANA | STAFF | OTHER | ID | STATE, F(FULL_NAME), SYNONYM_ANY,
	86, 75, "the name of a customer"},
    {WHO | KANA, STAFF | OTHER, F(FULL_KANA), SYNONYM_ANY, 90, 0,
	"the reading of a customer's name"},
    {WHO | STATE, EVENTS | STAFF, F(STATUS), SYNONYM_PERSON, 84, 0,
	"the state of a customer"},
    {ORDER | ID, STAFF | OTHER | WHO, F(EVENT_ID), SYNONYM_ORDER, 88, 0,
	"the id of an order"},
    {ISSUE | ID, STAFF | OTHER | WHO, F(EVENT_ID), SYNONYM_ORDER, 76, 0,
	"the id under which it came in"},
    {ISSUE | ID, STAFF | OTHER | WHO, F(CASE_ID), SYNONYM_CASE | SYNONYM_CALL,
	88, 0, "the id of a case"},
    {CALL | ID, STAFF | OTHER | WHO, F(EVENT_ID), SYNONYM_CALL, 88, 0,
	"the id of a call"},
    {MESSAGE | ID, STAFF | OTHER | WHO, F(EVENT_ID),
	SYNONYM_MESSAGE | SYNONYM_CASE, 84, 0, "the id of a message"},
    {ANSWER | ID, STAFF | OTHER, F(EVENT_ID), SYNONYM_SURVEY, 90, 0,
	"the id of an answer"},
    {ORDER | TIME, MOMENTS, F(OCCURRED_AT), SYNONYM_ORDER, 88, 0,
	"the time of an order"},
    {ISSUE | TIME, MOMENTS, F(OCCURRED_AT), SYNONYM_CASE | SYNONYM_CALL, 86, 0,
	"the time of an inquiry"},
    {CALL | TIME, MOMENTS | LENGTH, F(OCCURRED_AT), SYNONYM_CALL, 86, 0,
	"the time of a call"},
    {MESSAGE | TIME, MOMENTS, F(OCCURRED_AT), SYNONYM_MESSAGE, 86, 0,
	"the time of a message"},
    {ANSWER | TIME, MOMENTS & ~REPLY, F(OCCURRED_AT), SYNONYM_SURVEY, 90, 0,
	"the time of an answer"},
    {BEGIN | TIME, MOMENTS, F(OCCURRED_AT), SYNONYM_EVENT, 84, 0,
	"the time when it began"},
    {BEGIN | TIME, MOMENTS, F(REGISTERED_AT), SYNONYM_PERSON, 84, 0,
	"the time when it began"},
    {END | TIME, OTHER | CHANGE, F(ENDED_AT), SYNONYM_EVENT, 88, 0,
	"the time when it ended"},
    {SOLVE | TIME, OTHER | CHANGE | REPLY, F(RESOLVED_AT),
	SYNONYM_CASE | SYNONYM_CALL, 86, 0, "the time when it was solved"},
    {CHANGE | TIME, OTHER, F(EVENT_UPDATED_AT), SYNONYM_EVENT, 84, 0,
	"the time of a change"},
    {CHANGE | TIME, OTHER, F(UPDATED_AT), SYNONYM_PERSON, 84, 0,
	"the time of a change"},
    {REPLY | TIME, OTHER, F(FIRST_REPLY_AT), SYNONYM_CASE | SYNONYM_CALL, 80, 0,
	"the time of a reply"},
    {REPLY | FIRST, OTHER, F(FIRST_REPLY_AT), SYNONYM_CASE | SYNONYM_CALL, 84,
	0, "the first reply"},
    {STATE, WHO | STAFF | OTHER, F(OUTCOME), SYNONYM_ORDER | SYNONYM_CALL, 76,
	0, "a state or result"},
    {ORDER | STATE, STAFF | OTHER, F(OUTCOME), SYNONYM_ORDER, 84, 0,
	"the state of an order"},
    {ORDER | SUM, OTHER | STAFF, F(AMOUNT), SYNONYM_ORDER, 86, 0,
	"the sum of an order"},
    {WAIT | LENGTH, OTHER | STAFF, F(WAIT_SECONDS),
	SYNONYM_CALL | SYNONYM_CASE | SYNONYM_MESSAGE, 88, 0,
	"how long somebody waited"},
    {TALK | LENGTH, WAIT | REPLY | SOLVE, F(HANDLE_SECONDS),
	SYNONYM_CALL | SYNONYM_CASE | SYNONYM_MESSAGE, 86, 0,
	"how long it was worked on"},
    {CALL | LENGTH, WAIT | BEGIN | END | REPLY, F(HANDLE_SECONDS), SYNONYM_CALL,
	78, 0, "how long a call took"},
    {STAFF | NAME, TEAM, F(AGENT), SYNONYM_EVENT, 86, 0, "who works on it"},
    {STAFF | ID, TEAM | EVENTS, F(AGENT), SYNONYM_EVENT, 74, 0,
	"who works on it"},
    {STAFF,
	TEAM | EVENTS | MOMENTS | TIME | LENGTH | STATE | SUM | ID | NAME |
	    FIRST | BEGIN,
	F(AGENT), SYNONYM_EVENT, 78, 50, "who works on it"},
    {STAFF | ISSUE,
	TEAM | MOMENTS | TIME | LENGTH | STATE | SUM | ID | NAME | FIRST |
	    BEGIN | TALK,
	F(AGENT), SYNONYM_CASE, 76, 90, "who works on it"},
    {ISSUE | KIND, PART | STAFF, F(TOPIC), SYNONYM_CASE | SYNONYM_CALL, 88, 0,
	"the kind of an inquiry"},
    {TALK | KIND, PART | STAFF, F(OUTCOME), SYNONYM_CASE | SYNONYM_CALL, 74, 0,
	"how it was handled"},
    {TEAM, WAIT | LENGTH | TIME, F(TEAM), SYNONYM_CALL | SYNONYM_CASE, 82, 0,
	"a team"},
    {ITEM | NAME, PART | WHO | STAFF | ID, F(PRODUCT),
	SYNONYM_ORDER | SYNONYM_VIEW, 84, 60, "the name of what is sold"},
    {ORDER | ROUTE, PART, F(CHANNEL), SYNONYM_ORDER, 82, 0, "how it came in"},
    {ISSUE | ROUTE, PART, F(CHANNEL), SYNONYM_CASE, 86, 0, "how it came in"},
    {PLACE, ID | TIME, F(LOCATION), SYNONYM_EVENT, 80, 0, "a shop"},
};

/* A word ends with its script: 注文日 does in 注文日 1, but not in 日本. */
static bool
is_end(struct span words, size_t at)
{
	return at >= words.len || words.data[at] == ' ';
}

/* The word in one of its forms: book, books, booked, booking. Where it stands,
 * and where it ends. */
static bool
find_form(struct span words, const char *word, size_t *where, size_t *end)
{
	static const char *const endings[] = {"", "s", "ed", "d", "ing"};
	size_t len = strlen(word);
	char form[64];

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		if (i > 0 && (len < 4 || (word[0] & 0x80) != 0))
			break;
		if (len + strlen(endings[i]) >= sizeof(form))
			break;
		memcpy(form, word, len);
		memcpy(form + len, endings[i], strlen(endings[i]) + 1);
		if (synonym_place(words, form, where)) {
			*end = *where + strlen(form);
			return true;
		}
	}
	return false;
}

/* Mark where a word of the class stands. */
static bool
mark_class(
    struct span words, const struct class *class, bool is_said[WORDS_MAX])
{
	bool is_there = false;

	for (size_t w = 0; w < 40 && class->words[w] != NULL; w++) {
		size_t from = 0, where, end;

		while (find_form(span_make(words.data + from, words.len - from),
		    class->words[w], &where, &end)) {
			size_t at = from + where;

			from += end;
			if (class->is_head && !is_end(words, from))
				continue;
			is_there = true;
			memset(is_said + at, 1, end - where);
		}
	}
	return is_there;
}

/* 0..100: how much of the header was understood. */
static int
share_said(struct span words, const bool *is_said)
{
	size_t said = 0, total = 0;

	for (size_t i = 0; i < words.len; i++) {
		said += words.data[i] != ' ' && is_said[i];
		total += words.data[i] != ' ';
	}
	return total == 0 ? 0 : (int)(said * 100 / total);
}

size_t
compose_find(struct span words, unsigned topic,
    struct synonym_match matches[COMPOSE_MATCHES])
{
	bool is_said[WORDS_MAX] = {false};
	unsigned said = 0;
	size_t n = 0;
	int share;

	if (words.len == 0 || words.len > WORDS_MAX)
		return 0;
	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		if (mark_class(words, &classes[i], is_said))
			said |= classes[i].bit;
	share = share_said(words, is_said);
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		const struct rule *rule = &rules[i];

		if ((rule->topics & topic) == 0 ||
		    (said & rule->all) != rule->all ||
		    (said & rule->none) != 0 || share < rule->least ||
		    n == COMPOSE_MATCHES)
			continue;
		matches[n].field = rule->field;
		matches[n].word = rule->what;
		matches[n].name = NULL;
		matches[n].is_composed = true;
		matches[n++].score =
		    rule->weight * (40 + share * 60 / 100) / 100;
	}
	return n;
}
