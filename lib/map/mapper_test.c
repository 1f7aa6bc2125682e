#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "canon/zone.h"
#include "map/map.h"

/* --- rows as text, so that tables can hold what is expected --- */

static void
show_text(struct buf *out, const char *name, struct span text)
{
	if (text.len == 0)
		return;
	buf_printf(out, " %s=", name);
	buf_span(out, text);
}

static void
show_time(struct buf *out, const char *name, int64_t us)
{
	struct err err = {0};
	struct zone *utc;

	if (us == CANON_NO_TIME)
		return;
	utc = zone_open("UTC", &err);
	assert_non_null(utc);
	buf_printf(out, " %s=", name);
	zone_format(utc, us, out);
	out->len -= strlen("+00:00");
	zone_free(utc);
}

static void
show_number(struct buf *out, const char *name, int64_t number)
{
	if (number != CANON_NO_INT)
		buf_printf(out, " %s=%jd", name, (intmax_t)number);
}

static void
show_record(struct buf *out, const struct canon_record *record)
{
	buf_str(out, "P");
	show_text(out, "id", record->native_id);
	for (int i = 0; i <= CANON_F_PERSON_LAST; i++)
		show_text(out, canon_field_name((enum canon_field)i),
		    record->field[i]);
	for (size_t i = 0; i < record->n_values; i++) {
		const struct canon_value *value = &record->values[i];

		buf_printf(out, " %s", canon_field_name(value->field));
		if (value->name.len > 0)
			buf_char(out, ':');
		buf_span(out, value->name);
		buf_char(out, '=');
		if (value->field == CANON_F_ATTR) {
			buf_span(out, value->raw);
			continue;
		}
		buf_span(out, value->normal);
		if (value->normal.len == 0) {
			buf_char(out, '?');
			buf_span(out, value->raw);
		}
		buf_str(out, value->is_unique ? "!" : "");
	}
	show_time(out, "said", record->said_at_us);
	buf_str(out, record->is_opt_out ? " opt_out\n" : "\n");
}

static void
show_money(struct buf *out, const struct canon_event *event)
{
	show_number(out, "amount", event->amount_minor);
	if (event->amount_minor != CANON_NO_INT)
		buf_printf(out, "e-%d", event->amount_digits);
	show_text(out, "currency", event->currency);
	show_number(out, "quantity", event->quantity_milli);
	show_number(out, "csat", event->csat_milli);
	show_text(out, "scale", span_of(canon_scale_name(event->csat_scale)));
	show_number(out, "nps", event->nps);
	show_number(out, "ces", event->ces_milli);
	show_number(out, "handle", event->handle_milli);
	show_number(out, "wait", event->wait_milli);
	show_number(out, "reopens", event->reopens);
	show_number(out, "transfers", event->transfers);
	show_number(out, "replies", event->replies);
}

static void
show_event(struct buf *out, const struct canon_event *event)
{
	buf_printf(out, "E %s", canon_kind_name(event->kind));
	show_text(out, "id", event->event_id);
	show_time(out, "at", event->occurred_at_us);
	buf_str(out, event->is_date_only ? " date" : "");
	show_time(out, "ended", event->ended_at_us);
	show_text(out, "on", event->channel);
	show_text(
	    out, "kind", span_of(canon_channel_kind_name(event->channel_kind)));
	show_text(out, "outcome", span_of(canon_outcome_name(event->outcome)));
	show_text(out, "dir", span_of(canon_direction_name(event->direction)));
	show_text(out, "case", event->case_id);
	show_text(out, "topic", event->topic);
	show_text(out, "product", event->product);
	show_money(out, event);
	show_time(out, "replied", event->first_reply_at_us);
	show_time(out, "resolved", event->resolved_at_us);
	show_time(out, "updated", event->event_updated_at_us);
	show_text(out, "handover", event->handover_channel);
	show_text(out, "agent", event->agent);
	show_text(out, "team", event->team);
	if (event->automated >= 0)
		buf_printf(out, " automated=%d", event->automated);
	if (event->context_passed >= 0)
		buf_printf(out, " context=%d", event->context_passed);
	show_text(out, "campaign", event->campaign);
	show_text(out, "location", event->location);
	show_text(out, "device", event->device);
	show_text(out, "text", event->text);
	for (size_t i = 0; i < event->n_attrs; i++) {
		buf_str(out, " @");
		buf_span(out, event->attrs[i].name);
		buf_char(out, '=');
		buf_span(out, event->attrs[i].value);
	}
	buf_str(out, event->record < 0 ? " anonymous\n" : "\n");
}

static void
show_row(struct buf *out, const struct canon_row *row)
{
	if (row->n_lines != 1 || row->n_odd != 0)
		buf_printf(out, "rows=%u odd=%u\n", row->n_lines, row->n_odd);
	for (size_t i = 0; i < row->n_records; i++)
		show_record(out, &row->records[i]);
	for (size_t i = 0; i < row->n_events; i++)
		show_event(out, &row->events[i]);
}

static void
show_result(struct buf *out, const struct mapper_result *result)
{
	if (result->event == MAPPER_ROW)
		show_row(out, result->row);
	if (result->event == MAPPER_SKIP) {
		buf_str(out, "skip ");
		buf_span(out, result->why);
		buf_str(out, "\n");
	}
	for (size_t i = 0;
	     result->event == MAPPER_REJECT && i < result->n_lines; i++) {
		const struct mapper_reject *reject = &result->rejects[i];

		buf_printf(out, "reject %ju %s %s: %s\n",
		    (uintmax_t)reject->line, reject->fault->reason,
		    reject->fault->column, reject->fault->msg);
	}
}

/* --- an export and what it becomes --- */

#define FIELDS_MAX 24

struct export
{
	const char *name;
	const char *map; /* a preset's name, or a mapping */
	const char *file;
	const char *text;
	const char *expected;
	const char *fields[FIELDS_MAX]; /* of -F */
};

static char folder[] = "/tmp/mapper_test.XXXXXX";

static void
write_file(char path[256], const struct export *export)
{
	FILE *file;

	snprintf(path, 256, "%s/%s", folder, export->file);
	file = fopen(path, "w");
	assert_non_null(file);
	assert_int_equal(fwrite(export->text, 1, strlen(export->text), file),
	    strlen(export->text));
	assert_int_equal(fclose(file), 0);
}

static void
show_notes(struct buf *out, const struct map_notes *notes)
{
	for (size_t i = 0; i < notes->count; i++)
		buf_printf(out, "%s %ju %s\n",
		    notes->is_warning[i] ? "warning" : "error",
		    (uintmax_t)notes->items[i].line, notes->items[i].msg);
}

static struct map *
read_map(const struct export *export, struct map_notes *notes)
{
	struct err err = {0};
	struct map *map = map_new(&err);
	int rc = 0;

	assert_non_null(map);
	if (export->map != NULL && export->map[0] == '{')
		rc = map_read(
		    map, "test.json", span_of(export->map), notes, &err);
	else if (export->map != NULL)
		rc = map_read_preset(map, export->map, notes, &err);
	if (rc < 0 && notes->count > 0)
		fail_msg("%s: %s", export->name, notes->items[0].msg);
	for (size_t i = 0; export->fields[i] != NULL; i++)
		rc |= map_field(map, export->fields[i], &err);
	if (rc < 0)
		fail_msg("%s: %s", export->name, err.msg);
	return map;
}

static void
pull_all(struct mapper *mapper, struct buf *out)
{
	struct mapper_result result;
	struct err err = {0};

	for (;;) {
		assert_int_equal(mapper_pull(mapper, &result, &err), 0);
		if (result.event == MAPPER_NEED)
			return;
		show_result(out, &result);
	}
}

static void
run_mapper(struct mapper *mapper, struct input *input, struct buf *out)
{
	enum input_event event;
	struct input_row row;
	struct err err = {0};

	do {
		if (input_next(input, &row, &event, &err) < 0)
			fail_msg("%s", err.msg);
		if (event == INPUT_ROW)
			assert_int_equal(mapper_push(mapper, &row, &err), 0);
		else if (event == INPUT_BAD)
			assert_int_equal(
			    mapper_bad(mapper, &row, input_fault(input), &err),
			    0);
		else if (event == INPUT_END)
			assert_int_equal(mapper_push(mapper, NULL, &err), 0);
		pull_all(mapper, out);
	} while (event != INPUT_END);
}

static void
run_export(const struct export *export, struct buf *out)
{
	struct map_notes notes = {0};
	struct map *map = read_map(export, &notes);
	struct input_options options = {.encoding = "UTF-8"};
	struct mapper_options mapping = {0};
	struct err err = {0};
	struct mapper *mapper;
	struct input *input;
	struct zone *zone;
	char path[256];

	write_file(path, export);
	map_input(map, &options);
	input = input_open(path, &options, &err);
	zone = zone_open(
	    map_timezone(map).len > 0 ? map_timezone(map).data : "Asia/Tokyo",
	    &err);
	if (input == NULL || zone == NULL)
		fail_msg("%s: %s", export->name, err.msg);
	mapping.path = path;
	mapping.channel = span_of(map_channel(map).len > 0 ? "" : "desk");
	mapping.zone = zone;
	mapper = mapper_new(map, input, &mapping, &notes, &err);
	show_notes(out, &notes);
	if (mapper != NULL)
		run_mapper(mapper, input, out);
	mapper_free(mapper);
	input_close(input);
	map_free(map);
	zone_free(zone);
	map_notes_clear(&notes);
	unlink(path);
}

static void
check_exports(const struct export *exports, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct buf out = {0};

		run_export(&exports[i], &out);
		if (strcmp(buf_text(&out), exports[i].expected) != 0)
			fail_msg("%s:\n%s--- expected:\n%s", exports[i].name,
			    buf_text(&out), exports[i].expected);
		buf_clear(&out);
	}
}

#define CHECK(exports) \
	check_exports(exports, sizeof(exports) / sizeof((exports)[0]))

static const struct export presets_of_japan_cases[] = {
    {.name = "EC-CUBE: equal names, lines of one order, states of an o"
	     "rder",
	.map = "eccube-orders",
	.file = "orders.csv",
	.text = "注文ID,注文番号,会員ID,お名前(姓),お名前(名),お名前(セイ"
		"),お名前(メイ),会社名,郵便番号,都道府県(ID),都道府県(名"
		"称),住所1,住所2,メールアドレス,TEL,性別(ID),性別(名称),"
		"職業(ID),職業(名称),誕生日,ショップ用メモ欄,小計,値引き,"
		"送料,税金,合計,支払合計,対応状況(ID),対応状況(名称),支払"
		"方法(ID),支払方法(名称),受注日,入金日,注文詳細ID,商品ID,"
		"商品規格ID,商品名,商品コード,規格名1,規格名2,規格分類名1"
		",規格分類名2,価格,個数,税率,税率ルール(ID),明細区分(ID),"
		"明細区分(名称),出荷ID,配送先_お名前(姓),配送先_お名前(名"
		"),配送先_お名前(セイ),配送先_お名前(メイ),配送先_会社名,"
		"配送先_郵便番号,配送先_都道府県(ID),配送先_都道府県(名称"
		"),配送先_住所1,配送先_住所2,配送先_TEL,配送業者(ID),配送"
		"業者(名称),お届け時間ID,お届け時間(名称),お届け希望日,送"
		"料,発送日,出荷伝票番号,配達用メモ,出荷メール送信日\n"
		"1,,7,髙橋,陽子,ﾀｶﾊｼ,,,,,,,,,090-1234-5678,,,,,1980-05-17"
		" 00:00:00,,,,550,,,3790,5,発送済み,,,2026-01-05 10:00:00"
		",,,,,煎茶,,,,,,,1,,,1,,,,,,,,,,,,,,,,,,,0,,,,\n"
		"1,,7,髙橋,陽子,ﾀｶﾊｼ,,,,,,,,,090-1234-5678,,,,,1980-05-17"
		" 00:00:00,,,,550,,,3790,5,発送済み,,,2026-01-05 10:00:00"
		",,,,,急須,,,,,,,2,,,1,,,,,,,,,,,,,,,,,,,0,,,,\n"
		"1,,7,髙橋,陽子,ﾀｶﾊｼ,,,,,,,,,090-1234-5678,,,,,1980-05-17"
		" 00:00:00,,,,550,,,3790,5,発送済み,,,2026-01-05 10:00:00"
		",,,,,送料,,,,,,,1,,,2,,,,,,,,,,,,,,,,,,,0,,,,\n"
		"2,,,髙橋,陽子,ﾀｶﾊｼ,,,,,,,,,090-1234-5678,,,,,1980-05-17 "
		"00:00:00,,,,550,,,3790,3,発送済み,,,2026-01-05 10:00:00,"
		",,,,煎茶,,,,,,,1,,,1,,,,,,,,,,,,,,,,,,,0,,,,\n"
		"3,,0,髙橋,陽子,ﾀｶﾊｼ,,,,,,,,,090-1234-5678,,,,,1980-05-17"
		" 00:00:00,,,,550,,,3790,7,発送済み,,,2026-01-05 10:00:00"
		",,,,,煎茶,,,,,,,1,,,1,,,,,,,,,,,,,,,,,,,0,,,,\n"
		"4,,7,髙橋,陽子,ﾀｶﾊｼ,,,,,,,,,090-1234-5678,,,,,1980-05-17"
		" 00:00:00,,,,550,,,3790,9,発送済み,,,2026-01-05 10:00:00"
		",,,,,煎茶,,,,,,,1,,,1,,,,,,,,,,,,,,,,,,,0,,,,\n",
	.expected = "rows=3 odd=0\n"
		    "P id=7 family_name=髙橋 given_name=陽子 family_kana=ﾀｶﾊｼ"
		    " birth_date=1980-05-17 id:eccube=7 phone=+819012345678 s"
		    "aid=2026-01-05T01:00:00\n"
		    "E purchase id=1 at=2026-01-05T01:00:00 on=ec product=煎"
		    "茶 | 急須 amount=3790e-0 currency=JPY quantity=3000 @del"
		    "ivery_fee=550 @order_status=発送済み\n"
		    "skip order never finished (対応状況 7, 8)\n"
		    "P family_name=髙橋 given_name=陽子 family_kana=ﾀｶﾊｼ birt"
		    "h_date=1980-05-17 phone=+819012345678 said=2026-01-05T01"
		    ":00:00\n"
		    "E purchase id=2 at=2026-01-05T01:00:00 on=ec outcome=can"
		    "celled product=煎茶 amount=3790e-0 currency=JPY quantity"
		    "=1000 @delivery_fee=550 @order_status=発送済み\n"
		    "P id=7 family_name=髙橋 given_name=陽子 family_kana=ﾀｶﾊｼ"
		    " birth_date=1980-05-17 id:eccube=7 phone=+819012345678 s"
		    "aid=2026-01-05T01:00:00\n"
		    "E purchase id=4 at=2026-01-05T01:00:00 on=ec product=煎"
		    "茶 amount=3790e-0 currency=JPY quantity=1000 @delivery_f"
		    "ee=550 @order_status=発送済み\n"
		    "E return id=4/return at=2026-01-05T01:00:00 on=ec produc"
		    "t=煎茶 amount=3790e-0 currency=JPY quantity=1000 @delive"
		    "ry_fee=550 @order_status=発送済み\n"},
    {.name = "EC-CUBE: a bad line takes its order with it",
	.map = "eccube-orders",
	.file = "orders.csv",
	.text = "注文ID,注文番号,会員ID,お名前(姓),お名前(名),お名前(セイ"
		"),お名前(メイ),会社名,郵便番号,都道府県(ID),都道府県(名"
		"称),住所1,住所2,メールアドレス,TEL,性別(ID),性別(名称),"
		"職業(ID),職業(名称),誕生日,ショップ用メモ欄,小計,値引き,"
		"送料,税金,合計,支払合計,対応状況(ID),対応状況(名称),支払"
		"方法(ID),支払方法(名称),受注日,入金日,注文詳細ID,商品ID,"
		"商品規格ID,商品名,商品コード,規格名1,規格名2,規格分類名1"
		",規格分類名2,価格,個数,税率,税率ルール(ID),明細区分(ID),"
		"明細区分(名称),出荷ID,配送先_お名前(姓),配送先_お名前(名"
		"),配送先_お名前(セイ),配送先_お名前(メイ),配送先_会社名,"
		"配送先_郵便番号,配送先_都道府県(ID),配送先_都道府県(名称"
		"),配送先_住所1,配送先_住所2,配送先_TEL,配送業者(ID),配送"
		"業者(名称),お届け時間ID,お届け時間(名称),お届け希望日,送"
		"料,発送日,出荷伝票番号,配達用メモ,出荷メール送信日\n"
		"1,,7,髙橋,陽子,ﾀｶﾊｼ,,,,,,,,,090-1234-5678,,,,,1980-05-17"
		" 00:00:00,,,,550,,,3790,5,発送済み,,,2026-01-05 10:00:00"
		",,,,,煎茶,,,,,,,1,,,1,,,,,,,,,,,,,,,,,,,0,,,,\n"
		"1,,7,髙橋,陽子,ﾀｶﾊｼ,,,,,,,,,090-1234-5678,,,,,1980-05-17"
		" 00:00:00,,,,550,,,3791,5,発送済み,,,2026-01-05 10:00:00"
		",,,,,煎茶,,,,,,,1,,,1,,,,,,,,,,,,,,,,,,,0,,,,\n"
		"2,,7,髙橋,陽子,ﾀｶﾊｼ,,,,,,,,,090-1234-5678,,,,,1980-05-17"
		" 00:00:00,,,,550,,,3790,5,発送済み,,,2026-02-30 10:00:00"
		",,,,,煎茶,,,,,,,1,,,1,,,,,,,,,,,,,,,,,,,0,,,,\n"
		"2,,7,髙橋,陽子,ﾀｶﾊｼ,,,,,,,,,090-1234-5678,,,,,1980-05-17"
		" 00:00:00,,,,550,,,3790,5,発送済み,,,2026-01-05 10:00:00"
		",,,,,煎茶,,,,,,,1,,,1,,,,,,,,,,,,,,,,,,,0,,,,\n"
		"1,,7,髙橋,陽子,ﾀｶﾊｼ,,,,,,,,,090-1234-5678,,,,,1980-05-17"
		" 00:00:00,,,,550,,,3790,5,発送済み,,,2026-01-05 10:00:00"
		",,,,,煎茶,,,,,,,1,,,1,,,,,,,,,,,,,,,,,,,0,,,,\n",
	.expected = "reject 2 EVENT_REJECTED : belongs to the event of line 3"
		    ", which cannot be taken\n"
		    "reject 3 AMOUNT_DIFFERS : the amount differs from that o"
		    "f the event's first row\n"
		    "reject 4 BAD_TIME 受注日: not a time: '2026-02-30 10:00:"
		    "00'\n"
		    "reject 5 EVENT_REJECTED : belongs to the event of line 4"
		    ", which cannot be taken\n"
		    "reject 6 ROWS_APART : the other rows of its event stand "
		    "further up (the mapping can say \"anywhere\")\n"},
    {.name = "EC-CUBE members",
	.map = "eccube-customers",
	.file = "members.csv",
	.text = "会員ID,お名前(姓),お名前(名),メールアドレス,TEL,性別(ID)"
		",性別(名称),誕生日,会員ステータス(ID),登録日,更新日,ポイ"
		"ント\n"
		"1,山田,花子,h..y@docomo.ne.jp,000-0000-0000,4,回答しない"
		",,2,2025-01-01 00:00:00,2026-01-01 09:00:00,10\n"
		"2,佐藤,健,,０９０１２３４５６７８,1,男性,1990-13-01,3,20"
		"25-01-01 00:00:00,2026-01-01 09:00:00,0\n",
	.expected = "P id=1 family_name=山田 given_name=花子 registered_at=20"
		    "24-12-31T15:00:00+00:00 updated_at=2026-01-01T00:00:00+0"
		    "0:00 status=active id:eccube=1 email=h..y@docomo.ne.jp p"
		    "hone=?000-0000-0000 attr:points=10 said=2026-01-01T00:00"
		    ":00\n"
		    "rows=1 odd=1\n"
		    "P id=2 family_name=佐藤 given_name=健 birth_date=1990-13"
		    "-01 gender=男性 registered_at=2024-12-31T15:00:00+00:00 "
		    "updated_at=2026-01-01T00:00:00+00:00 status=withdrawn id"
		    ":eccube=2 phone=+819012345678 attr:points=0 said=2026-01"
		    "-01T00:00:00\n"},
    {.name = "Smaregi members: commas in the header, three e-mails, to"
	     "mbstones",
	.map = "smaregi-members",
	.file = "m.csv",
	.text = "会員ID,会員コード,姓,名,電話番号,メールアドレス,ポイント"
		",ポイント期限,最終来店日時,入会日,退会日,\"案内メール受"
		"取許可フラグ (0:拒否, 1:許可)\",備考,\"会員状態区分 (0:"
		"利用可, 1:利用停止, 2:紛失, 3:退会, 4:名寄せ)\",所属店舗"
		",取引額,取引数,会員ランクコード,会員ランク名,メールアド"
		"レス2,メールアドレス3,会社名,部署名,役職,ポイント付与単"
		"位(金額),ポイント付与単位(ポイント),PINコード,社員ランク"
		"コード,社員ランク名,会員番号,旅券番号,国籍,アルファベッ"
		"ト氏名,備考2,マイル\n"
		"1,400,髙橋,陽子,０９０－１２３４－５６７８,y@a.test,,,,2"
		"025-04-01,,1,,0,,,,,,y2@a.test,y3@a.test,,,,,,,,,,,,,,\n"
		"2,300,髙橋,陽子,,,,,,2025-04-01,,0,,4,,,,,,,,,,,,,,,,,,,"
		",,\n"
		"3,500,,,,,,,,2025-04-01,,,,3,,,,,,,,,,,,,,,,,,,,,\n",
	.expected = "P id=1 family_name=髙橋 given_name=陽子 registered_at=20"
		    "25-03-31T15:00:00+00:00 status=active id:smaregi_code=40"
		    "0 phone=+819012345678 email=y@a.test email=y2@a.test ema"
		    "il=y3@a.test attr:member_status=usable said=2025-03-31T1"
		    "5:00:00\n"
		    "P id=2 family_name=髙橋 given_name=陽子 registered_at=20"
		    "25-03-31T15:00:00+00:00 status=merged id:smaregi_code=30"
		    "0 attr:member_status=merged said=2025-03-31T15:00:00 opt"
		    "_out\n"
		    "P id=3 registered_at=2025-03-31T15:00:00+00:00 status=wi"
		    "thdrawn id:smaregi_code=500 attr:member_status=withdrawn"
		    " said=2025-03-31T15:00:00\n"},
    {.name = "Smaregi transactions: only sales, cancelled ones marked",
	.map = "smaregi-transactions",
	.file = "t.csv",
	.text = "取引ID,取引日時,取引区分,取消区分,合計,店舗名,会員ID\n"
		"1,2026-01-05 13:21:13,1,0,\"1,760\",本店,50398\n"
		"2,2026/01/05 13:21:13,1,1,1760,本店,\n"
		"3,2026-01-05 13:21:13,6,0,0,本店,1\n"
		"4,2026-01-05 13:21:13,1,5,100,本店,1\n",
	.expected = "P id=50398 said=2026-01-05T04:21:13\n"
		    "E purchase id=1 at=2026-01-05T04:21:13 on=store amount=1"
		    "760e-0 currency=JPY location=本店\n"
		    "E purchase id=2 at=2026-01-05T04:21:13 on=store outcome="
		    "cancelled amount=1760e-0 currency=JPY location=本店 anon"
		    "ymous\n"
		    "skip not a sale (取引区分)\n"
		    "reject 5 UNMAPPED_VALUE 取消区分: the mapping has no ent"
		    "ry for '5'\n"},
    {.name = "LINE: preamble, zone in it, file name, two columns of ti"
	     "me, equal rows",
	.map = "line-talk",
	.file = "line-U12.csv",
	.text = "アカウント名,RaRa 会員様専用\n"
		"タイムゾーン,'+09:00\n"
		"ダウンロード日時,2026/09/15 14:34\n"
		"送信者タイプ,送信者名,送信日,送信時刻,内容\n"
		"User,☆レギュラー,2025/09/18,14:24:55,よろしく\n"
		"User,☆レギュラー,2025/09/18,14:24:55,よろしく\n"
		"Account,応答メッセージ,2025/09/18,14:22:59,\"akiraさん\n"
		"(続き)\"\n"
		"Account,佐藤,2025/09/18,14:30:00,はい\n",
	.expected = "P id=U12 id:line=U12 attr:display_name=☆レギュラー said"
		    "=2025-09-18T05:24:55\n"
		    "E message at=2025-09-18T05:24:55 on=line kind=messaging "
		    "dir=inbound text=よろしく\n"
		    "P id=U12 id:line=U12 attr:display_name=☆レギュラー said"
		    "=2025-09-18T05:24:55\n"
		    "E message at=2025-09-18T05:24:55 on=line kind=messaging "
		    "dir=inbound text=よろしく\n"
		    "P id=U12 id:line=U12 said=2025-09-18T05:22:59\n"
		    "E reply at=2025-09-18T05:22:59 on=line kind=messaging di"
		    "r=outbound automated=1 text=akiraさん\n"
		    "(続き)\n"
		    "P id=U12 id:line=U12 said=2025-09-18T05:30:00\n"
		    "E reply at=2025-09-18T05:30:00 on=line kind=messaging di"
		    "r=outbound agent=佐藤 automated=0 text=はい\n"},
    {.name = "Rakuten: the newer header, amounts by line",
	.map = "rakuten-orders",
	.file = "r.csv",
	.text = "注文番号,ステータス,注文日時,注文日,商品明細ID,商品ID,商"
		"品名,商品管理番号,単価,個数,項目・選択肢,SKU管理番号,SKU"
		"情報,商品毎税込価格\n"
		"436667-20260301-,700,2026-03-01 10:00:00,2026-03-01,1,10"
		"01,短い商品名,prod-1,1000,2,,sku-1,\"カラー:ブラック\n"
		"+サイズ:M\",1100\n"
		"436667-20260301-,700,2026-03-01 10:00:00,2026-03-01,2,10"
		"02,長い商品名,prod-2,500,1,,sku-2,,550\n"
		"436668-20260301-,900,2026-03-01 11:00:00,2026-03-01,1,10"
		"01,短い商品名,prod-1,1000,1,,sku-1,,1100\n",
	.expected = "rows=2 odd=0\n"
		    "E purchase id=436667-20260301- at=2026-03-01T01:00:00 on"
		    "=rakuten kind=ec product=短い商品名 | 長い商品名 amount="
		    "2750e-0 currency=JPY quantity=3000 @order_status=700 ano"
		    "nymous\n"
		    "E purchase id=436668-20260301- at=2026-03-01T02:00:00 on"
		    "=rakuten kind=ec outcome=cancelled product=短い商品名 am"
		    "ount=1100e-0 currency=JPY quantity=1000 @order_status=90"
		    "0 anonymous\n"},
    {.name = "Rakuten: the older header, parts of names, postcode and "
	     "time",
	.map = "rakuten-orders",
	.file = "r.csv",
	.text = "受注番号,レコードナンバー,注文日,注文時間,商品名,商品番"
		"号,個数,単価,項目・選択肢,注文者名字,注文者名前,注文者名"
		"字フリガナ,注文者名前フリガナ,メールアドレス,注文者郵便"
		"番号1,注文者郵便番号2,注文者住所:都道府県,注文者住所:都"
		"市区,注文者住所:町以降\n"
		"R1,1,2026/03/01,9:05:00,茶,A,3,500,,山田,花子,ヤマダ,ハ"
		"ナコ,h@a.test,150,0001,東京都,渋谷区,神宮前1-2-3\n",
	.expected = "P full_name=山田 花子 family_name=山田 given_name=花子 f"
		    "amily_kana=ヤマダ given_kana=ハナコ region=東京都 city="
		    "渋谷区 street=神宮前1-2-3 postcode=150-0001 email=h@a.te"
		    "st said=2026-03-01T00:05:00\n"
		    "E purchase id=R1 at=2026-03-01T00:05:00 on=rakuten kind="
		    "ec product=茶 amount=1500e-0 currency=JPY quantity=3000"
		    "\n"},
    {.name = "BASE: the total of an order counts once",
	.map = "base-orders",
	.file = "b.csv",
	.text = "注文ID,注文日時,氏(請求先),名(請求先),電話番号(請求先),"
		"氏(配送先),電話番号(配送先),商品名,数量,合計金額,発送状"
		"況\n"
		"B1,2026-01-01 09:00:00,山田,花子,09012345678,佐藤,031234"
		"5678,茶,1,1500,発送済み\n"
		"B1,2026-01-01 09:00:00,山田,花子,09012345678,佐藤,031234"
		"5678,菓子,2,1500,発送済み\n"
		"B2,2026-01-02 09:00:00,山田,花子,09012345678,,,茶,1,500,"
		"キャンセル\n",
	.expected = "rows=2 odd=0\n"
		    "P family_name=山田 given_name=花子 phone=+819012345678 s"
		    "aid=2026-01-01T00:00:00\n"
		    "P family_name=佐藤 phone=+81312345678 said=2026-01-01T"
		    "00:00:00\n"
		    "E purchase id=B1 at=2026-01-01T00:00:00 on=base kind"
		    "=ec product=茶 | 菓子 amount=1500e-0 currency=JPY quant"
		    "ity=3000\n"
		    "P family_name=山田 given_name=花子 phone=+819012345678 s"
		    "aid=2026-01-02T00:00:00\n"
		    "E purchase id=B2 at=2026-01-02T00:00:00 on=base kind"
		    "=ec outcome=cancelled product=茶 amount=500e-0 curren"
		    "cy=JPY quantity=1000\n"},
};

static void
presets_of_japan(void **state)
{
	(void)state;
	CHECK(presets_of_japan_cases);
}

static const struct export presets_of_shops_cases[] = {
    {.name = "Shopify customers: text guards",
	.map = "shopify-customers",
	.file = "c.csv",
	.text = "Customer ID,First Name,Last Name,Email,Accepts Email Mar"
		"keting,Default Address City,Default Address Country Code"
		",Default Address Phone,Phone,Total Spent,Tags\n"
		"'7210448301122,Teodoro,Villaseñor,Teo@Elkomail.test,no,M"
		"esa,US,(775) 555-0154,(775) 555-0154,7790.44,\"retail, a"
		"g-exempt\"\n",
	.expected = "P id=7210448301122 family_name=Villaseñor given_name=Teo"
		    "doro country=US city=Mesa email=teo@elkomail.test phone="
		    "7755550154 attr:accepts_email=no attr:total_spent=7790.4"
		    "4 attr:tags=retail, ag-exempt\n"},
    {.name = "Shopify orders: lines that continue, two channels, refun"
	     "ds",
	.map = "shopify-orders",
	.file = "o.csv",
	.text = "Name,Email,Financial Status,Currency,Total,Created at,Li"
		"neitem quantity,Lineitem name,Billing Name,Billing Phone"
		",Cancelled at,Refunded Amount,Location,Id,Source,Phone\n"
		"#1001,ann@elkomail.test,paid,USD,34.98,2024-05-01 09:58:"
		"12 +0000,2,Crew Tee,Ann Lee,,,0.00,,5001,web,+1 775 555 "
		"0154\n"
		"#1001,,,,,,1,Mug,,,,,,,,\n"
		"#1002,,refunded,USD,10.00,2024-05-02 09:58:12 -0700,1,Mu"
		"g,,,,10.00,Main St,5002,pos,\n"
		"#1003,bob@elkomail.test,voided,USD,10.00,2024-05-03 09:5"
		"8:12 +0000,1,Mug,,,2024-05-03 10:00:00 +0000,0.00,,5003,"
		"web,\n",
	.expected = "rows=2 odd=0\n"
		    "P full_name=Ann Lee email=ann@elkomail.test phone=+17755"
		    "550154 said=2024-05-01T09:58:12\n"
		    "E purchase id=5001 at=2024-05-01T09:58:12 on=ec product="
		    "Crew Tee | Mug amount=3498e-2 currency=USD quantity=3000"
		    " @financial_status=paid @order_name=#1001\n"
		    "E purchase id=5002 at=2024-05-02T16:58:12 on=store produ"
		    "ct=Mug amount=1000e-2 currency=USD quantity=1000 locatio"
		    "n=Main St @financial_status=refunded @order_name=#1002 a"
		    "nonymous\n"
		    "E return id=5002/return at=2024-05-02T16:58:12 on=store "
		    "product=Mug amount=1000e-2 currency=USD quantity=1000 lo"
		    "cation=Main St @financial_status=refunded @order_name=#1"
		    "002 anonymous\n"
		    "P email=bob@elkomail.test said=2024-05-03T09:58:12\n"
		    "E purchase id=5003 at=2024-05-03T09:58:12 on=ec outcome="
		    "cancelled product=Mug amount=1000e-2 currency=USD quanti"
		    "ty=1000 @financial_status=voided @order_name=#1003\n"},
    {.name = "Square: the header of 2018",
	.map = "square-transactions",
	.file = "s.csv",
	.text = "Date,Time,Time Zone,Total Collected,Source,Other Tender "
		"Note,Transaction ID,Payment ID,Staff Name,Event Type,Loc"
		"ation,Customer ID,Customer Name,Device Nickname\n"
		"2022-11-10,21:50:48,Pacific Time (US & Canada),\"$1,243."
		"50\",Register,cash box,T1,P1,Al,Payment,Main,C9,Ann Lee,"
		"ipad\n",
	.expected = "P id=C9 full_name=Ann Lee said=2022-11-11T05:50:48\n"
		    "E purchase id=P1/Payment at=2022-11-11T05:50:48 on=store"
		    " case=T1 amount=124350e-2 currency=USD agent=Al location"
		    "=Main device=ipad @tender_note=cash box\n"},
    {.name = "Square: the header of 2026, other spellings",
	.map = "square-transactions",
	.file = "s.csv",
	.text = "Date,Time,Time Zone,Total Collected,Source,Tender Note,T"
		"ransaction ID,Payment ID,Staff Name,Event Type,Location,"
		"Customer ID,Customer Name,Device Nickname,Transaction St"
		"atus,Channel\n"
		"8/22/2026,2:30:00 PM,MDT,-$0.95,Register,gift,T2,P2,Al,R"
		"efund,Main,,,ipad,Complete,Online Store\n"
		"10/05/2026,09:00:00,Mars,$1.00,Register,,T3,P3,,Payment,"
		",,,,,\n",
	.expected = "E return id=P2/Refund at=2026-08-22T20:30:00 on=ec case="
		    "T2 amount=-95e-2 currency=USD agent=Al location=Main dev"
		    "ice=ipad @tender_note=gift anonymous\n"
		    "reject 3 BAD_ZONE Time Zone: no time zone 'Mars' (say it"
		    " like Asia/Tokyo, UTC, +09:00)\n"},
    {.name = "Stripe customers",
	.map = "stripe-customers",
	.file = "s.csv",
	.text = "id,Description,Email,Name,Created (UTC),Delinquent,Plan,"
		"Status,Total Spend,Payment Count,Refunded Volume,Dispute"
		" Losses,tag (metadata)\n"
		"cus_1,,ann@elkomail.test,Ann Lee,2024-05-01 09:58,false,"
		"pro,Active,10.00,1,0.00,0.00,\n",
	.expected = "P id=cus_1 full_name=Ann Lee registered_at=2024-05-01T09"
		    ":58:00+00:00 email=ann@elkomail.test attr:plan=pro attr:"
		    "subscription_status=Active attr:total_spend=10.00 attr:p"
		    "ayment_count=1 attr:delinquent=false said=2024-05-01T09:"
		    "58:00\n"},
    {.name = "WooCommerce: guests are nobody",
	.map = "woocommerce-orders",
	.file = "w.csv",
	.text = "order_id,order_number,order_date,status,order_total,orde"
		"r_subtotal,shipping_total,order_currency,payment_method,"
		"payment_method_title,customer_id,customer_note,billing_f"
		"irst_name,billing_last_name,billing_phone,billing_addres"
		"s_1,billing_city,billing_state,billing_postcode,Product "
		"Item 1 Name,Product Item 1 id\n"
		"9,9,2024-05-01 09:58:12,completed,12.50,12.50,0,EUR,card"
		",Card,0,,Ann,Lee,,1 Way,Bonn,,53111,Mug,4\n"
		"10,10,2024-05-01 09:58:12,refunded,12.50,12.50,0,EUR,car"
		"d,Card,7,,Ann,Lee,,1 Way,Bonn,,53111,Mug,4\n"
		"11,11,2024-05-01 09:58:12,failed,1,1,0,EUR,card,Card,7,,"
		",,,,,,,,\n",
	.expected = "E purchase id=9 at=2024-05-01T00:58:12 on=ec product=Mug"
		    " amount=1250e-2 currency=EUR @order_number=9 @order_stat"
		    "us=completed @payment_method=card anonymous\n"
		    "P id=7 family_name=Lee given_name=Ann city=Bonn street=1"
		    " Way postcode=53111 said=2024-05-01T00:58:12\n"
		    "E purchase id=10 at=2024-05-01T00:58:12 on=ec product=Mu"
		    "g amount=1250e-2 currency=EUR @order_number=10 @order_st"
		    "atus=refunded @payment_method=card\n"
		    "E return id=10/return at=2024-05-01T00:58:12 on=ec produ"
		    "ct=Mug amount=1250e-2 currency=EUR @order_number=10 @ord"
		    "er_status=refunded @payment_method=card\n"
		    "skip order never paid\n"},
    {.name = "HubSpot: lists",
	.map = "hubspot-contacts",
	.file = "h.csv",
	.text = "Record ID,First Name,Last Name,Email,Phone Number,Contac"
		"t owner,Lead Status,Create Date,Lifecycle Stage,Associat"
		"ed Deal IDs\n"
		"501,Ann,Lee,ann@elkomail.test;ann2@elkomail.test,,Al,NEW"
		",2024-03-12 09:14,lead,9002;9999\n"
		"502,Bob,Ray,,,Al,NEW,3/15/2024 2:30 PM,lead,\n",
	.expected = "P id=501 family_name=Lee given_name=Ann registered_at=20"
		    "24-03-12T00:14:00+00:00 email=ann@elkomail.test email=an"
		    "n2@elkomail.test attr:owner=Al attr:lead_status=NEW attr"
		    ":lifecycle_stage=lead attr:deal=9002 attr:deal=9999 said"
		    "=2024-03-12T00:14:00\n"
		    "P id=502 family_name=Ray given_name=Bob registered_at=20"
		    "24-03-15T05:30:00+00:00 attr:owner=Al attr:lead_status=N"
		    "EW attr:lifecycle_stage=lead said=2024-03-15T05:30:00\n"},
    {.name = "GA4: paths with a key, texts that are numbers",
	.map = "ga4-events",
	.file = "g.jsonl",
	.text = "{\"event_date\":\"20240126\",\"event_timestamp\":\"17062"
		"84800000000\",\"event_name\":\"page_view\",\"event_param"
		"s\":[{\"key\":\"ga_session_id\",\"value\":{\"int_value\""
		":\"17\"}},{\"key\":\"page_location\",\"value\":{\"string"
		"_value\":\"https://a.test/x\"}}],\"user_id\":null,\"user"
		"_pseudo_id\":\"12.34\",\"device\":{\"category\":\"mobile"
		"\"},\"geo\":{\"city\":\"(not set)\",\"country\":\"Japan"
		"\"},\"platform\":\"WEB\"}\n"
		"{\"event_timestamp\":\"1706284800000001\",\"event_name\""
		":\"purchase\",\"event_params\":[{\"key\":\"currency\",\""
		"value\":{\"string_value\":\"JPY\"}}],\"user_id\":\"u1\","
		"\"user_pseudo_id\":\"12.34\",\"ecommerce\":{\"transactio"
		"n_id\":\"T1\",\"purchase_revenue\":1200.0},\"items\":[{"
		"\"item_name\":\"Tea\"}],\"platform\":\"IOS\"}\n",
	.expected = "P id=12.34 said=2024-01-26T16:00:00\n"
		    "E view id=12.34/1706284800000000/page_view at=2024-0"
		    "1-26T16:00:00 on=web device=mobile @country=Japan @n"
		    "ame=page_view @page=https://a.test/x @session=17\n"
		    "P id=12.34 id:user=u1 said=2024-01-26T16:00:00.00000"
		    "1\n"
		    "E purchase id=12.34/1706284800000001/purchase at=202"
		    "4-01-26T16:00:00.000001 on=app product=Tea amount=12"
		    "00e-0 currency=JPY @name=purchase @transaction=T1\n"},
};

static void
presets_of_shops(void **state)
{
	(void)state;
	CHECK(presets_of_shops_cases);
}

static const struct export presets_of_contact_centres_cases[] = {
    {.name = "Zendesk tickets: inquiry, solution and rating",
	.map = "zendesk-tickets-csv",
	.file = "z.csv",
	.text = "Summation column,Id,Requester,Requester id,Requester ext"
		"ernal id,Requester email,Requester domain,Submitter,Assi"
		"gnee,Group,Subject,Tags,Status,Priority,Via,Ticket type,"
		"Created at,Updated at,Assigned at,Organization,Due date,"
		"Initially assigned at,Solved at,Resolution time,Satisfac"
		"tion Score,Group stations,Assignee stations,Reopens,Repl"
		"ies,First reply time in minutes\n"
		"1,7001,渡辺 勇気,3600000005,1005,y@a.test,a.test,渡辺 勇"
		"気,担当1,サポート,送料,配送,Solved,Normal,Mail,Question,"
		"2026-04-30 14:10,2026-05-02 03:39,,,,,2026-05-02 03:39,3"
		"7,Good,1,1,0,3,278\n"
		"1,7002,遠藤 舞,3600000007,,,,,,サポート,返品,返品,Open,N"
		"ormal,Phone call (incoming),Question,2026-03-06 20:15,20"
		"26-03-07 07:28,,,,,2026-03-07 07:28,,Not Offered,1,1,1,0"
		",\n",
	.expected =
	    "P id=3600000005 full_name=渡辺 勇気 id:external=1005 ema"
	    "il=y@a.test said=2026-05-01T18:39:00\n"
	    "E inquiry id=7001 at=2026-04-30T05:10:00 on=email di"
	    "r=inbound case=7001 topic=question reopens=0 transfe"
	    "rs=0 replies=3 replied=2026-04-30T09:48:00 resolved="
	    "2026-05-01T18:39:00 updated=2026-05-01T18:39:00 agen"
	    "t=担当1 team=サポート text=送料 @priority=Normal @status=Sol"
	    "ved @tags=配送 @via=Mail\n"
	    "E resolve id=7001/resolve at=2026-05-01T18:39:00 on="
	    "email outcome=resolved case=7001 topic=question upda"
	    "ted=2026-05-01T18:39:00 agent=担当1 team=サポート\n"
	    "E survey id=7001/survey at=2026-05-01T18:39:00 on=em"
	    "ail case=7001 topic=question csat=1000 scale=good-ba"
	    "d updated=2026-05-01T18:39:00 agent=担当1 team=サポート @p"
	    "riority=Normal @status=Solved @tags=配送 @via=Mail\n"
	    "P id=3600000007 full_name=遠藤 舞 said=2026-03-06T22:28"
	    ":00\n"
	    "E inquiry id=7002 at=2026-03-06T11:15:00 on=phone di"
	    "r=inbound case=7002 topic=question reopens=1 transfe"
	    "rs=0 replies=0 updated=2026-03-06T22:28:00 team=サポート"
	    " text=返品 @priority=Normal @status=Open @tags=返品 @via"
	    "=Phone call (incoming)\n"},
    {.name = "Zendesk JSON: an envelope for each ticket",
	.map = "zendesk-tickets-json",
	.file = "z.jsonl",
	.text = "{\"ticket\":{\"id\":35436,\"created_at\":\"2011-05-04T10"
		":38:52Z\",\"updated_at\":\"2011-05-05T10:38:52Z\",\"type"
		"\":\"incident\",\"subject\":\"Help!\",\"priority\":\"hig"
		"h\",\"status\":\"solved\",\"requester_id\":20978392,\"as"
		"signee_id\":235323,\"tags\":[\"enterprise\",\"other_tag"
		"\"],\"via\":{\"channel\":\"web\"},\"satisfaction_rating"
		"\":{\"id\":1234,\"score\":\"good\",\"comment\":\"Great s"
		"upport!\"}}}\n"
		"{\"ticket\":{\"id\":2,\"created_at\":\"2011-05-04T10:38:"
		"52Z\",\"updated_at\":\"2011-05-05T10:38:52Z\",\"status\""
		":\"deleted\",\"requester_id\":1,\"via\":{\"channel\":\"e"
		"mail\"}}}\n",
	.expected = "P id=20978392 said=2011-05-05T10:38:52\n"
		    "E inquiry id=35436 at=2011-05-04T10:38:52 on=form dir=in"
		    "bound case=35436 topic=incident resolved=2011-05-05T10:3"
		    "8:52 updated=2011-05-05T10:38:52 agent=235323 text=Help!"
		    " @priority=high @status=solved @tags=enterprise, other_t"
		    "ag\n"
		    "E resolve id=35436/resolve at=2011-05-05T10:38:52 on=for"
		    "m outcome=resolved case=35436 topic=incident updated=201"
		    "1-05-05T10:38:52 agent=235323\n"
		    "E survey id=35436/survey at=2011-05-05T10:38:52 on=form "
		    "case=35436 topic=incident csat=1000 scale=good-bad updat"
		    "ed=2011-05-05T10:38:52 agent=235323 text=Great support! "
		    "@priority=high @status=solved @tags=enterprise, other_ta"
		    "g\n"
		    "skip deleted ticket\n"},
    {.name = "Freshdesk: numeric codes",
	.map = "freshdesk-json",
	.file = "f.json",
	.text = "[{\"id\":3,\"subject\":\"Hi\",\"status\":4,\"priority\":"
		"3,\"source\":3,\"type\":\"Question\",\"requester_id\":12"
		",\"responder_id\":null,\"group_id\":5,\"email\":\"ann@el"
		"komail.test\",\"tags\":[],\"is_escalated\":true,\"spam\""
		":false,\"created_at\":\"2024-05-01T00:00:00Z\",\"updated"
		"_at\":\"2024-05-02T00:00:00Z\"},{\"id\":4,\"status\":2,"
		"\"source\":10,\"requester_id\":12,\"spam\":true,\"create"
		"d_at\":\"2024-05-01T00:00:00Z\",\"updated_at\":\"2024-05"
		"-02T00:00:00Z\"}]\n",
	.expected = "P id=12 email=ann@elkomail.test said=2024-05-02T00:00:00"
		    "\n"
		    "E inquiry id=3 at=2024-05-01T00:00:00 on=phone outcome=e"
		    "scalated dir=inbound case=3 topic=Question resolved=2024"
		    "-05-02T00:00:00 updated=2024-05-02T00:00:00 team=5 text="
		    "Hi @priority=high @status=resolved\n"
		    "E resolve id=3/resolve at=2024-05-02T00:00:00 on=phone o"
		    "utcome=resolved case=3 topic=Question updated=2024-05-02"
		    "T00:00:00 team=5\n"
		    "skip spam\n"},
    {.name = "Intercom: epoch seconds, parts, rating",
	.map = "intercom-conversations",
	.file = "i.jsonl",
	.text = "{\"id\":\"77\",\"created_at\":1539897198,\"updated_at\":"
		"1540311952,\"state\":\"closed\",\"admin_assignee_id\":81"
		"4860,\"tags\":{\"tags\":[{\"name\":\"billing\"}]},\"conv"
		"ersation_rating\":{\"rating\":5,\"remark\":\"ok\",\"crea"
		"ted_at\":1540311000,\"contact\":{\"id\":\"c1\"}},\"sourc"
		"e\":{\"type\":\"conversation\",\"author\":{\"type\":\"us"
		"er\",\"id\":\"c1\",\"name\":\"Ann Lee\",\"email\":\"ann@"
		"elkomail.test\"}},\"contacts\":{\"contacts\":[{\"id\":\""
		"c1\",\"external_id\":\"25\"}]},\"statistics\":{\"first_a"
		"dmin_reply_at\":1539897300,\"last_close_at\":1540000000,"
		"\"count_reopens\":1},\"conversation_parts\":{\"conversat"
		"ion_parts\":[{\"id\":\"p1\",\"part_type\":\"comment\",\""
		"created_at\":1539897300,\"author\":{\"type\":\"bot\"}},{"
		"\"part_type\":\"comment\",\"created_at\":1539897400,\"au"
		"thor\":{\"type\":\"user\"}},{\"id\":\"p3\",\"part_type\""
		":\"close\",\"created_at\":1540000000,\"author\":{\"type"
		"\":\"admin\"}}]}}\n",
	.expected = "P id=c1 full_name=Ann Lee id:external=25 email=ann@e"
		    "lkomail.test said=2018-10-23T16:25:52\n"
		    "E inquiry id=77 at=2018-10-18T21:13:18 on=chat dir=i"
		    "nbound case=77 topic=billing reopens=1 replied=2018-"
		    "10-18T21:15:00 resolved=2018-10-20T01:46:40 updated="
		    "2018-10-23T16:25:52 agent=814860 @state=closed\n"
		    "E resolve id=77/resolve at=2018-10-20T01:46:40 on=ch"
		    "at outcome=resolved case=77 topic=billing updated=20"
		    "18-10-23T16:25:52 agent=814860\n"
		    "E reply id=77/p1 at=2018-10-18T21:15:00 on=chat dir="
		    "outbound case=77 topic=billing updated=2018-10-23T16"
		    ":25:52 automated=1 @state=closed\n"
		    "E message id=77/comment/1539897400 at=2018-10-18T21:"
		    "16:40 on=chat dir=inbound case=77 topic=billing upda"
		    "ted=2018-10-23T16:25:52 @state=closed\n"
		    "E survey id=77/survey at=2018-10-23T16:10:00 on=chat"
		    " case=77 topic=billing csat=5000 scale=1-5 updated=2"
		    "018-10-23T16:25:52 agent=814860 text=ok @state=close"
		    "d\n"},
    {.name = "Connect: calls, chats, transfers, nobody there",
	.map = "amazon-connect-ctr",
	.file = "c.json",
	.text = "{\"Agent\":{\"AfterContactWorkDuration\":32,\"AgentInter"
		"actionDuration\":33,\"ConnectedToAgentTimestamp\":\"2022"
		"-04-08T15:00:49Z\",\"CustomerHoldDuration\":2,\"Username"
		"\":\"agent1\"},\"Attributes\":{\"greetingPlayed\":\"true"
		"\"},\"Channel\":\"VOICE\",\"ContactId\":\"a1\",\"Custome"
		"rEndpoint\":{\"Address\":\"+15555550103\",\"Type\":\"TEL"
		"EPHONE_NUMBER\"},\"DisconnectReason\":\"CUSTOMER_DISCONN"
		"ECT\",\"DisconnectTimestamp\":\"2022-04-08T15:01:22Z\","
		"\"InitialContactId\":null,\"InitiationMethod\":\"INBOUND"
		"\",\"InitiationTimestamp\":\"2022-04-08T14:59:38Z\",\"La"
		"stUpdateTimestamp\":\"2022-04-08T15:03:02Z\",\"NextConta"
		"ctId\":\"a2\",\"PreviousContactId\":null,\"Queue\":{\"Du"
		"ration\":7,\"Name\":\"BasicQueue\"},\"SystemEndpoint\":n"
		"ull}\n"
		"{\"Agent\":{\"AfterContactWorkDuration\":32,\"AgentInter"
		"actionDuration\":33,\"ConnectedToAgentTimestamp\":\"2022"
		"-04-08T15:00:49Z\",\"CustomerHoldDuration\":2,\"Username"
		"\":\"agent1\"},\"Attributes\":{\"greetingPlayed\":\"true"
		"\"},\"Channel\":\"VOICE\",\"ContactId\":\"a2\",\"Custome"
		"rEndpoint\":{\"Address\":\"+15555550103\",\"Type\":\"TEL"
		"EPHONE_NUMBER\"},\"DisconnectReason\":\"CUSTOMER_DISCONN"
		"ECT\",\"DisconnectTimestamp\":\"2022-04-08T15:01:22Z\","
		"\"InitialContactId\":\"a1\",\"InitiationMethod\":\"TRANS"
		"FER\",\"InitiationTimestamp\":\"2022-04-08T14:59:38Z\","
		"\"LastUpdateTimestamp\":\"2022-04-08T15:03:02Z\",\"NextC"
		"ontactId\":null,\"PreviousContactId\":\"a1\",\"Queue\":{"
		"\"Duration\":7,\"Name\":\"BasicQueue\"},\"SystemEndpoint"
		"\":null}\n"
		"{\"Agent\":null,\"Attributes\":{\"greetingPlayed\":\"tru"
		"e\"},\"Channel\":\"VOICE\",\"ContactId\":\"a3\",\"Custom"
		"erEndpoint\":{\"Address\":\"+15555550103\",\"Type\":\"TE"
		"LEPHONE_NUMBER\"},\"DisconnectReason\":\"CUSTOMER_DISCON"
		"NECT\",\"DisconnectTimestamp\":\"2022-04-08T15:01:22Z\","
		"\"InitialContactId\":null,\"InitiationMethod\":\"INBOUND"
		"\",\"InitiationTimestamp\":\"2022-04-08T14:59:38Z\",\"La"
		"stUpdateTimestamp\":\"2022-04-08T15:03:02Z\",\"NextConta"
		"ctId\":null,\"PreviousContactId\":null,\"Queue\":{\"Dura"
		"tion\":7,\"Name\":\"BasicQueue\"},\"SystemEndpoint\":nul"
		"l}\n"
		"{\"Agent\":null,\"Attributes\":{\"greetingPlayed\":\"tru"
		"e\"},\"Channel\":\"CHAT\",\"ContactId\":\"a4\",\"Custome"
		"rEndpoint\":null,\"DisconnectReason\":\"CUSTOMER_DISCONN"
		"ECT\",\"DisconnectTimestamp\":\"2022-04-08T15:01:22Z\","
		"\"InitialContactId\":null,\"InitiationMethod\":\"API\","
		"\"InitiationTimestamp\":\"2022-04-08T14:59:38Z\",\"LastU"
		"pdateTimestamp\":\"2022-04-08T15:03:02Z\",\"NextContactI"
		"d\":null,\"PreviousContactId\":null,\"Queue\":null,\"Sys"
		"temEndpoint\":null}\n",
	.expected = "P phone=+15555550103 said=2022-04-08T15:03:02\n"
		    "E inquiry id=a1 at=2022-04-08T14:59:38 ended=2022-04-08T"
		    "15:01:22 on=phone outcome=transferred dir=inbound case=a"
		    "1 handle=67000 wait=7000 replied=2022-04-08T15:00:49 upd"
		    "ated=2022-04-08T15:03:02 agent=agent1 team=BasicQueue au"
		    "tomated=0 @disconnect_reason=CUSTOMER_DISCONNECT @initia"
		    "tion_method=INBOUND\n"
		    "P phone=+15555550103 said=2022-04-08T15:03:02\n"
		    "E handoff id=a2 at=2022-04-08T14:59:38 ended=2022-04-08T"
		    "15:01:22 on=phone dir=inbound case=a1 handle=67000 wait="
		    "7000 replied=2022-04-08T15:00:49 updated=2022-04-08T15:0"
		    "3:02 agent=agent1 team=BasicQueue automated=0 @disconnec"
		    "t_reason=CUSTOMER_DISCONNECT @initiation_method=TRANSFER"
		    "\n"
		    "P phone=+15555550103 said=2022-04-08T15:03:02\n"
		    "E inquiry id=a3 at=2022-04-08T14:59:38 ended=2022-04-08T"
		    "15:01:22 on=phone outcome=abandoned dir=inbound case=a3 "
		    "wait=7000 updated=2022-04-08T15:03:02 team=BasicQueue @d"
		    "isconnect_reason=CUSTOMER_DISCONNECT @initiation_method="
		    "INBOUND\n"
		    "E inquiry id=a4 at=2022-04-08T14:59:38 ended=2022-04-08T"
		    "15:01:22 on=chat dir=inbound case=a4 updated=2022-04-08T"
		    "15:03:02 automated=1 @disconnect_reason=CUSTOMER_DISCONN"
		    "ECT @initiation_method=API anonymous\n"},
    {.name = "Genesys: milliseconds, elements by purpose",
	.map = "genesys-conversations",
	.file = "g.jsonl",
	.text = "{\"conversationId\":\"g1\",\"conversationStart\":\"2021-"
		"04-01T12:27:53.386Z\",\"conversationEnd\":\"2021-04-01T1"
		"2:30:00Z\",\"originatingDirection\":\"inbound\",\"partic"
		"ipants\":[{\"purpose\":\"customer\",\"externalContactId"
		"\":\"x9\",\"sessions\":[{\"mediaType\":\"voice\",\"ani\""
		":\"tel:+5511987654321\"}]},{\"purpose\":\"acd\",\"sessio"
		"ns\":[{\"metrics\":[{\"name\":\"nOffered\",\"value\":1},"
		"{\"name\":\"tAcd\",\"value\":1500}]}]},{\"purpose\":\"ag"
		"ent\",\"participantName\":\"Al\",\"sessions\":[{\"metric"
		"s\":[{\"name\":\"tTalk\",\"value\":60000},{\"name\":\"tH"
		"eld\",\"value\":500}]}]}]}\n",
	.expected = "P id=x9 phone=+5511987654321 said=2021-04-01T12:27:53.38"
		    "6\n"
		    "E inquiry id=g1 at=2021-04-01T12:27:53.386 ended=2021-04"
		    "-01T12:30:00 on=phone dir=inbound case=g1 handle=60500 w"
		    "ait=1500 agent=Al automated=0\n"},
    {.name = "Twilio: RFC 2822, legs of one call",
	.map = "twilio-calls",
	.file = "t.jsonl",
	.text = "{\"sid\":\"CA1\",\"direction\":\"inbound\",\"from\":\"+1"
		"5017122661\",\"to\":\"+15558675310\",\"status\":\"comple"
		"ted\",\"start_time\":\"Tue, 31 Aug 2010 20:36:29 +0000\""
		",\"end_time\":\"Tue, 31 Aug 2010 20:36:44 +0000\",\"dura"
		"tion\":\"15\",\"parent_call_sid\":null,\"answered_by\":n"
		"ull,\"price\":\"-0.03000\",\"queue_time\":\"1000\"}\n"
		"{\"sid\":\"CA2\",\"direction\":\"outbound-dial\",\"from"
		"\":\"+15017122661\",\"to\":\"+15558675310\",\"status\":"
		"\"completed\",\"start_time\":\"Tue, 31 Aug 2010 20:36:29"
		" +0000\",\"duration\":\"15\",\"parent_call_sid\":\"CA1\""
		"}\n"
		"{\"sid\":\"CA3\",\"direction\":\"outbound-api\",\"from\""
		":\"+15017122661\",\"to\":\"+15558675310\",\"status\":\"n"
		"o-answer\",\"start_time\":\"Tue, 31 Aug 2010 20:36:29 +0"
		"000\",\"duration\":\"0\",\"parent_call_sid\":null}\n",
	.expected = "P phone=+15017122661 said=2010-08-31T20:36:29\n"
		    "E inquiry id=CA1 at=2010-08-31T20:36:29 ended=2010-0"
		    "8-31T20:36:44 on=phone dir=inbound handle=15000 wait"
		    "=1000 @status=completed\n"
		    "skip leg of another call\n"
		    "P phone=+15558675310 said=2010-08-31T20:36:29\n"
		    "E reply id=CA3 at=2010-08-31T20:36:29 on=phone dir=o"
		    "utbound @status=no-answer\n"},
};

static void
presets_of_contact_centres(void **state)
{
	(void)state;
	CHECK(presets_of_contact_centres_cases);
}

static const struct export language_cases[] = {
    {.name = "canonical columns map themselves, _ is reserved",
	.map = NULL,
	.file = "c.csv",
	.text = "_line,Customer_ID,email,email#2,id:line,attr:rank,full_n"
		"ame,birth_year,birth_month,birth_day,opt_out,status\n"
		"9,C1,A@B.test,x,U9,gold,Ann Lee,1980,5,,yes,active\n"
		"9,,,,,,Bob Ray,,,,,\n"
		"9,0,,,,,Ann,1980,2,31,no,\n",
	.expected = "rows=1 odd=1\n"
		    "P id=C1 full_name=Ann Lee birth_date=1980-05 status=acti"
		    "ve email=a@b.test email=?x id:line=U9 attr:rank=gold opt"
		    "_out\n"
		    "P id=~48e370ce7e6f2cf4c459dd841ce84848 full_name=Bob Ray"
		    "\n"
		    "rows=1 odd=1\n"
		    "P id=~40843c1cf96dba49a433597c73e0cd29 full_name=Ann bir"
		    "th_date=1980-02-31\n"},
    {.name = "canonical events, and what is wrong with them",
	.map = NULL,
	.file = "c.csv",
	.text = "customer_id,event_id,occurred_at,channel,event,outcome,d"
		"irection,amount,currency,csat,csat_scale,nps,ces,handle_"
		"seconds,automated,event_attr:b,event_attr:a\n"
		"C1,1,2026-01-05T10:00:00+09:00,ec,purchase,,inbound,10.5"
		"0,usd,,,,,12.5,no,2,1\n"
		"C1,2,2026-01-05,,survey,,,,,4,,10,6.5,,,,\n"
		"C1,3,,ec,view,,,,,,,,,,,,\n"
		"C1,4,2026-01-05,ec,,,,,,,,,,,,,\n"
		"C1,5,05/06/2026,ec,view,,,,,,,,,,,,\n"
		"C1,6,2026-01-05,a b,view,,,,,,,,,,,,\n"
		"C1,7,2026-01-05,ec,bought,,,,,,,,,,,,\n"
		"C1,8,2026-01-05,ec,view,,,10.5,JPY,,,,,,,,\n"
		"C1,9,2026-01-05,ec,view,,,1,XYZ,,,,,,,,\n"
		"C1,10,2026-01-05,ec,survey,,,,,6,,,,,,,\n"
		"C1,11,2026-01-05,ec,survey,,,,,,,11,,,,,\n"
		"C1,12,2026-01-05,ec,inquiry,done,,,,,,,,,,,\n"
		"C1,13,2026-01-05,ec,inquiry,,out,,,,,,,,,,\n"
		"C1,14,2026-01-05,ec,inquiry,,,,,,,,,x,,,\n"
		",15,2026-01-05,ec,view,,,7,,,,,,,,,\n"
		"C1,,,,,,,,,,,,,,,,\n",
	.expected = "P id=C1 said=2026-01-05T01:00:00\n"
		    "E purchase id=1 at=2026-01-05T01:00:00 on=ec dir=inbound"
		    " amount=1050e-2 currency=USD handle=12500 automated=0 @a"
		    "=1 @b=2\n"
		    "P id=C1 said=2026-01-04T15:00:00\n"
		    "E survey id=2 at=2026-01-04T15:00:00 date on=desk csat=4"
		    "000 scale=1-5 nps=10 ces=6500\n"
		    "reject 4 MISSING_TIME occurred_at: an event needs a time"
		    "\n"
		    "reject 5 MISSING_EVENT event: an event needs a kind\n"
		    "reject 6 AMBIGUOUS_TIME occurred_at: day or month first?"
		    " say it with a format: '05/06/2026'\n"
		    "reject 7 BAD_CHANNEL channel: cannot name a channel: 'a "
		    "b'\n"
		    "reject 8 BAD_EVENT event: not a kind of event: 'bought'"
		    "\n"
		    "reject 9 BAD_AMOUNT amount: not an amount of its currenc"
		    "y: '10.5'\n"
		    "reject 10 BAD_CURRENCY currency: not a currency of ISO 4"
		    "217: 'XYZ'\n"
		    "reject 11 BAD_RATING csat: not a rating on its scale: '6"
		    "'\n"
		    "reject 12 OUT_OF_RANGE nps: out of range: '11'\n"
		    "reject 13 BAD_OUTCOME outcome: not an outcome: 'done'\n"
		    "reject 14 BAD_DIRECTION direction: not inbound or outbou"
		    "nd: 'out'\n"
		    "reject 15 BAD_DURATION handle_seconds: not a length of t"
		    "ime: 'x'\n"
		    "E view id=15 at=2026-01-04T15:00:00 date on=ec amount=70"
		    "0e-2 anonymous\n"
		    "P id=C1\n"},
    {.name = "a resolved event stands for two",
	.map = NULL,
	.file = "c.csv",
	.text = "customer_id,event_id,occurred_at,event,case_id,resolved_"
		"at\n"
		"C1,7,2026-01-05 10:00,inquiry,K1,2026-01-06 10:00\n",
	.expected = "P id=C1 said=2026-01-05T01:00:00\n"
		    "E inquiry id=7 at=2026-01-05T01:00:00 on=desk case=K1 re"
		    "solved=2026-01-06T01:00:00\n"
		    "E resolve id=7/resolve at=2026-01-06T01:00:00 on=desk ou"
		    "tcome=resolved case=K1\n"},
    {.name = "JSON lines: canonical keys map themselves",
	.map = NULL,
	.file = "c.jsonl",
	.text = "{\"customer_id\":7,\"email\":[\"a@b.test\",\"c@d.test\"]"
		",\"event\":\"view\",\"occurred_at\":\"2026-01-05T01:00:0"
		"0Z\",\"attr:x\":true,\"other\":{\"a\":1},\"product\":nul"
		"l,\"amount\":0.1}\n"
		"{\"customer_id\":\"8\",\"product\":{\"a\":1}}\n",
	.expected = "P id=7 email=a@b.test email=c@d.test attr:x=true said=20"
		    "26-01-05T01:00:00\n"
		    "E view at=2026-01-05T01:00:00 on=desk amount=10e-2\n"
		    "reject 2 BAD_VALUE product: not a plain value: an object"
		    " or a list\n"},
    {.name = "values with aliases, nulls and otherwise",
	.map = "{\"omni_map\":1,\"fields\":{\"customer_id\":[\"kunde\","
	       "\"id\"],\"gender\":{\"column\":\"g\",\"values\":{\"1\":"
	       "\"male\",\"Ｍ\":\"male\",\"\":\"unknown\"},\"otherwise\""
	       ":null},\"attr:t\":{\"column\":\"t\",\"null\":[\"-\",\"x"
	       "\"]},\"region\":{\"column\":\"r\",\"values\":{\"1\":\"A"
	       "\"}}}}",
	.file = "v.csv",
	.text = "id,g,t,r\n"
		"1,m,X,1\n"
		"2,2,y,\n"
		"3,,-,2\n",
	.expected = "P id=1 region=A gender=male\n"
		    "P id=2 attr:t=y\n"
		    "reject 4 UNMAPPED_VALUE r: the mapping has no entry for "
		    "'2'\n"},
    {.name = "=KIND and =keep",
	.map = "{\"omni_map\":1,\"fields\":{\"customer_id\":\"id\",\"occ"
	       "urred_at\":\"t\",\"event\":{\"const\":\"purchase\"},\"ou"
	       "tcome\":{\"column\":\"s\",\"values\":{\"r\":\"=return\","
	       "\"c\":\"cancelled\"},\"otherwise\":null},\"topic\":{\"co"
	       "lumn\":\"s\",\"values\":{\"r\":\"R\"},\"otherwise\":\"=k"
	       "eep\"}}}",
	.file = "v.csv",
	.text = "id,t,s\n"
		"1,2026-01-01,r\n"
		"1,2026-01-01,c\n"
		"1,2026-01-01,z\n",
	.expected = "P id=1 said=2025-12-31T15:00:00\n"
		    "E return at=2025-12-31T15:00:00 date on=desk topic=R\n"
		    "P id=1 said=2025-12-31T15:00:00\n"
		    "E purchase at=2025-12-31T15:00:00 date on=desk outcome=c"
		    "ancelled topic=c\n"
		    "P id=1 said=2025-12-31T15:00:00\n"
		    "E purchase at=2025-12-31T15:00:00 date on=desk topic=z\n"},
    {.name = "numbers: decimal comma, minor units, lengths of time",
	.map = "{\"omni_map\":1,\"fields\":{\"customer_id\":\"id\",\"eve"
	       "nt\":{\"const\":\"purchase\"},\"occurred_at\":{\"column"
	       "\":\"t\",\"format\":[\"%d.%m.%Y %H:%M\",\"epoch_s\"]},\""
	       "amount\":{\"column\":\"a\",\"decimal\":\",\",\"thousands"
	       "\":\".\"},\"currency\":{\"const\":\"EUR\"},\"wait_second"
	       "s\":{\"column\":\"w\",\"unit\":\"hh:mm:ss\"},\"handle_se"
	       "conds\":{\"column\":\"h\",\"unit\":\"min\"},\"first_repl"
	       "y_at\":{\"column\":\"h\",\"unit\":\"min\",\"after\":\"oc"
	       "curred_at\"}}}",
	.file = "v.csv",
	.text = "id,t,a,w,h\n"
		"1,31.12.2025 23:59,\"1.243,50 €\",01:02:03,1.5\n"
		"1,1731000000,(5),02:03,\n",
	.expected = "P id=1 said=2025-12-31T14:59:00\n"
		    "E purchase at=2025-12-31T14:59:00 on=desk amount=124350e"
		    "-2 currency=EUR handle=90000 wait=3723000 replied=2025-1"
		    "2-31T15:00:30\n"
		    "P id=1 said=2024-11-07T17:20:00\n"
		    "E purchase at=2024-11-07T17:20:00 on=desk amount=-500e-2"
		    " currency=EUR wait=123000\n"},
    {.name = "Stripe API: minor units, seconds since 1970",
	.map = "{\"omni_map\":1,\"fields\":{\"customer_id\":\"id\",\"eve"
	       "nt\":{\"const\":\"payment\"},\"occurred_at\":{\"column\""
	       ":\"created\",\"format\":\"epoch_s\"},\"amount\":{\"colum"
	       "n\":\"amount\",\"unit\":\"minor\"},\"currency\":\"curren"
	       "cy\"}}",
	.file = "s.jsonl",
	.text = "{\"id\":\"cus_1\",\"created\":1731000000,\"amount\":1999"
		",\"currency\":\"usd\"}\n",
	.expected = "P id=cus_1 said=2024-11-07T17:20:00\n"
		    "E payment at=2024-11-07T17:20:00 on=desk amount=1999e-2 "
		    "currency=USD\n"},
    {.name = "EC-CUBE: two parties on a row are two records",
	.map = "{\"omni_map\":1,\"canonical\":false,\"fields\":{\"custom"
	       "er_id\":\"会員ID\",\"family_name\":\"お名前(姓)\",\"phon"
	       "e\":\"TEL\",\"event\":{\"const\":\"purchase\"},\"event_i"
	       "d\":\"注文ID\",\"occurred_at\":\"受注日\"},\"other_party"
	       "\":{\"name\":\"recipient\",\"when\":{\"column\":\"配送先"
	       "_TEL\",\"empty\":false},\"fields\":{\"family_name\":\"配"
	       "送先_お名前(姓)\",\"phone\":\"配送先_TEL\"}}}",
	.file = "o.csv",
	.text = "注文ID,会員ID,お名前(姓),TEL,配送先_お名前(姓),配送先_TE"
		"L,受注日\n"
		"1,7,山田,09012345678,佐藤,0312345678,2026-01-01\n"
		"2,7,山田,09012345678,佐藤,,2026-01-01\n",
	.expected = "P id=7 family_name=山田 phone=+819012345678 said=2025-12"
		    "-31T15:00:00\n"
		    "P family_name=佐藤 phone=+81312345678 said=2025-12-31T15"
		    ":00:00\n"
		    "E purchase id=1 at=2025-12-31T15:00:00 date on=desk\n"
		    "P id=7 family_name=山田 phone=+819012345678 said=2025-12"
		    "-31T15:00:00\n"
		    "E purchase id=2 at=2025-12-31T15:00:00 date on=desk\n"},
    {.name = "recipients of one order are each their own, and not the buyer",
	.map = "{\"omni_map\":1,\"canonical\":false,\"fields\":{\"custom"
	       "er_id\":\"m\",\"phone\":\"tel\",\"event\":{\"const\":\"pu"
	       "rchase\"},\"event_id\":\"o\",\"occurred_at\":\"t\"},\"gro"
	       "up\":{},\"other_party\":{\"fields\":{\"full_name\":\"ship"
	       "\",\"phone\":\"shiptel\"}}}",
	.file = "o.csv",
	.text = "o,m,tel,t,ship,shiptel\n"
		"1,7,09012345678,2026-01-01,Ann,0312345678\n"
		"1,7,09012345678,2026-01-01,Bob,0322345678\n"
		"1,7,09012345678,2026-01-01,Ann,0312345678\n"
		"2,,,2026-01-01,Ann,0312345678\n"
		"2,,,2026-01-01,Bob,0322345678\n"
		"3,7,09012345678,2026-01-01,Zoe,090-1234-5678\n",
	.expected = "rows=3 odd=0\n"
		    "P id=7 phone=+819012345678 said=2025-12-31T15:00:00\n"
		    "P full_name=Ann phone=+81312345678 said=2025-12-31T15:0"
		    "0:00\n"
		    "P full_name=Bob phone=+81322345678 said=2025-12-31T15:0"
		    "0:00\n"
		    "E purchase id=1 at=2025-12-31T15:00:00 date on=desk\n"
		    "rows=2 odd=0\n"
		    "P full_name=Ann phone=+81312345678 said=2025-12-31T15:0"
		    "0:00\n"
		    "P full_name=Bob phone=+81322345678 said=2025-12-31T15:0"
		    "0:00\n"
		    "E purchase id=2 at=2025-12-31T15:00:00 date on=desk ano"
		    "nymous\n"
		    "P id=7 phone=+819012345678 said=2025-12-31T15:00:00\n"
		    "E purchase id=3 at=2025-12-31T15:00:00 date on=desk\n"},
    {.name = "EC-CUBE: columns are called the same in any width "
	     "and case",
	.map = "{\"omni_map\":1,\"canonical\":false,\"fields\":{\""
	       "customer_id\":\"会員ＩＤ\",\"phone\":\"tel\",\"family_"
	       "name\":\"お名前（姓）\",\"gender\":\"性別 (名称)\"}}",
	.file = "w.csv",
	.text = "会員ID,ＴＥＬ,お名前(姓),性別　(名称)\n"
		"7,09012345678,髙橋,女性\n",
	.expected = "P id=7 family_name=髙橋 gender=女性 phone=+81901234567"
		    "8\n"},
    {.name = "Creema: columns that came with later headers may b"
	     "e missing",
	.map = "{\"omni_map\":1,\"canonical\":false,\"country\":\""
	       "JP\",\"fields\":{\"full_name\":\"氏名\",\"phone\":[\""
	       "TEL\",\"電話番号\"],\"event\":{\"const\":\"purchase\"}"
	       ",\"event_id\":\"注文ID\",\"occurred_at\":\"購入日\",\"a"
	       "mount\":{\"column\":[\"ご注文金額\",\"合計金額\"]},\"curren"
	       "cy\":{\"const\":\"JPY\"},\"event_attr:coupon\":{\""
	       "column\":\"(-)作家クーポン\",\"optional\":true}}}",
	.file = "c.csv",
	.text = "注文ID,購入日,合計金額,氏名,TEL\n"
		"C1,2026-01-05,\"1,500\",森 愛,0742223344\n",
	.expected = "P full_name=森 愛 phone=+81742223344 said=2026-01-04"
		    "T15:00:00\n"
		    "E purchase id=C1 at=2026-01-04T15:00:00 date on=de"
		    "sk amount=1500e-0 currency=JPY\n"},
    {.name = "Creema: and are taken where they are",
	.map = "{\"omni_map\":1,\"canonical\":false,\"country\":\""
	       "JP\",\"fields\":{\"full_name\":\"氏名\",\"phone\":[\""
	       "TEL\",\"電話番号\"],\"event\":{\"const\":\"purchase\"}"
	       ",\"event_id\":\"注文ID\",\"occurred_at\":\"購入日\",\"a"
	       "mount\":{\"column\":[\"ご注文金額\",\"合計金額\"]},\"curren"
	       "cy\":{\"const\":\"JPY\"},\"event_attr:coupon\":{\""
	       "column\":\"(-)作家クーポン\",\"optional\":true}}}",
	.file = "c.csv",
	.text = "注文ID,購入日,(-)作家クーポン,合計金額,ご注文金額,氏名,TEL\n"
		"C1,2026-01-05,200,1500,1300,森 愛,0742223344\n",
	.expected = "P full_name=森 愛 phone=+81742223344 said=2026-01-04"
		    "T15:00:00\n"
		    "E purchase id=C1 at=2026-01-04T15:00:00 date on=de"
		    "sk amount=1300e-0 currency=JPY @coupon=200\n"},
    {.name = "Rakuten API: parts of a number, an offset without "
	     "a colon",
	.map = "{\"omni_map\":1,\"canonical\":false,\"country\":\""
	       "JP\",\"fields\":{\"phone\":{\"concat\":[\"OrdererM"
	       "odel.phoneNumber1\",\"OrdererModel.phoneNumber2\","
	       "\"OrdererModel.phoneNumber3\"],\"separator\":\"-\""
	       "},\"family_name\":\"OrdererModel.familyName\",\"bi"
	       "rth_year\":\"OrdererModel.birthYear\",\"birth_mont"
	       "h\":\"OrdererModel.birthMonth\",\"event\":{\"const"
	       "\":\"purchase\"},\"event_id\":\"orderNumber\",\"oc"
	       "curred_at\":{\"column\":\"orderDatetime\",\"format"
	       "\":\"%Y-%m-%dT%H:%M:%S%z\"}},\"other_party\":{\"fi"
	       "elds\":{\"family_name\":\"SenderModel.familyName\""
	       ",\"phone\":\"SenderModel.phoneNumber1\"}}}",
	.file = "r.jsonl",
	.text = "{\"orderNumber\":\"R1\",\"orderDatetime\":\"2026-0"
		"6-01T12:34:56+0900\",\"OrdererModel\":{\"familyNam"
		"e\":\"森\",\"phoneNumber1\":\"090\",\"phoneNumber2\""
		":\"1234\",\"phoneNumber3\":\"5678\",\"birthYear\":"
		"1980,\"birthMonth\":5},\"SenderModel\":{\"familyNa"
		"me\":\"林\",\"phoneNumber1\":\"0742223344\"}}\n",
	.expected = "P family_name=森 birth_date=1980-05 phone=+81901234"
		    "5678 said=2026-06-01T03:34:56\n"
		    "P family_name=林 phone=+81742223344 said=2026-06-01"
		    "T03:34:56\n"
		    "E purchase id=R1 at=2026-06-01T03:34:56 on=desk\n"},
    {.name = "Smaregi API: every number is a text, a list of lin"
	     "es",
	.map = "{\"omni_map\":1,\"canonical\":false,\"fields\":{\""
	       "customer_id\":{\"column\":\"customerId\",\"null\":"
	       "[\"0\"]},\"event\":{\"const\":\"purchase\"},\"even"
	       "t_id\":\"transactionHeadId\",\"occurred_at\":\"ter"
	       "minalTranDateTime\",\"amount\":\"total\",\"currenc"
	       "y\":{\"const\":\"JPY\"},\"product\":\"details[*].p"
	       "roductName\",\"quantity\":{\"sum\":[\"details[*].q"
	       "uantity\"]},\"outcome\":{\"column\":\"cancelDivisi"
	       "on\",\"values\":{\"0\":null,\"1\":\"cancelled\"}}}"
	       ",\"skip\":[{\"column\":\"transactionHeadDivision\""
	       ",\"not_in\":[\"1\"]}]}",
	.file = "s.json",
	.text = "[{\"transactionHeadId\":\"1001\",\"transactionHead"
		"Division\":\"1\",\"cancelDivision\":\"0\",\"total\""
		":\"11550\",\"customerId\":\"1\",\"terminalTranDate"
		"Time\":\"2025-12-02T14:30:00+09:00\",\"details\":["
		"{\"productName\":\"カット\",\"quantity\":\"1\"},{\"pr"
		"oductName\":\"カラー\",\"quantity\":\"2\"}]},{\"trans"
		"actionHeadId\":\"1002\",\"transactionHeadDivision\""
		":\"6\",\"cancelDivision\":\"0\",\"total\":\"0\",\""
		"customerId\":\"1\",\"terminalTranDateTime\":\"2025"
		"-12-02T14:30:00+09:00\"}]\n",
	.expected = "P id=1 said=2025-12-02T05:30:00\n"
		    "E purchase id=1001 at=2025-12-02T05:30:00 on=desk "
		    "product=カット amount=11550e-0 currency=JPY quantity="
		    "3000\n"
		    "skip transactionHeadDivision\n"},
    {.name = "Shopify: the guards of spreadsheets",
	.map = "{\"omni_map\":1,\"canonical\":false,\"fields\":{\""
	       "customer_id\":\"id\",\"postcode\":\"zip\",\"family"
	       "_name\":\"name\"}}",
	.file = "g.csv",
	.text = "id,zip,name\n"
		"'7210448301122,\"=\"\"00123\"\"\",'t Hooft\n"
		"\"=\"\"0042\"\"\",'89501,O'Neil\n",
	.expected = "P id=7210448301122 family_name='t Hooft postcode=0"
		    "0123\n"
		    "P id=0042 family_name=O'Neil postcode=89501\n"},
    {.name = "a sum takes all that a path leads to",
	.map = "{\"omni_map\":1,\"canonical\":false,\"fields\":{\"event\""
	       ":{\"const\":\"inquiry\"},\"occurred_at\":\"t\",\"handle_s"
	       "econds\":{\"sum\":[\"legs[*who=agent].s\",\"late[*].s\"],"
	       "\"unit\":\"ms\"},\"transfers\":{\"sum\":[\"n\",{\"const\""
	       ":\"-1\"}],\"when\":{\"column\":\"n\",\"not_in\":[\"\",\"0"
	       "\"]}}}}",
	.file = "s.jsonl",
	.text = "{\"t\":\"2026-01-01T00:00:00Z\",\"legs\":[{\"who\":\"ag"
		"ent\",\"s\":1500},{\"who\":\"ivr\",\"s\":9},{\"who\":\""
		"agent\",\"s\":\"500\"},{\"who\":\"agent\"}],\"late\":[{"
		"\"s\":0.5},{\"s\":0.5}],\"n\":3}\n"
		"{\"t\":\"2026-01-01T00:00:00Z\",\"legs\":[],\"n\":0}\n"
		"{\"t\":\"2026-01-01T00:00:00Z\",\"legs\":[{\"who\":\"ag"
		"ent\",\"s\":\"x\"}]}\n",
	.expected = "E inquiry at=2026-01-01T00:00:00 on=desk handle=2001 tr"
		    "ansfers=2 anonymous\n"
		    "E inquiry at=2026-01-01T00:00:00 on=desk anonymous\n"
		    "reject 3 BAD_NUMBER legs[*who=agent].s: not a number, o"
		    "r too large\n"},
    {.name = "blocked and unique values",
	.map = "{\"omni_map\":1,\"country\":\"JP\",\"block\":{\"phone\":"
	       "[\"03-5550-0100\"],\"id:card\":[\"9999x\"],\"customer_id"
	       "\":[\"GUEST\"]},\"fields\":{\"customer_id\":\"id\",\"pho"
	       "ne\":\"tel\",\"id:card\":{\"column\":\"card\",\"unique\""
	       ":true},\"email\":\"mail\"}}",
	.file = "b.csv",
	.text = "id,tel,card,mail\n"
		"guest,０３－５５５０－０１００,9999X,ann@elkomail.test\n"
		"1,12-x,A1,noreply@elkomail.test\n",
	.expected = "P phone=?０３－５５５０－０１００ id:card=?9999X! email="
		    "ann@elkomail.test\n"
		    "rows=1 odd=1\n"
		    "P id=1 phone=?12-x id:card=A1! email=?noreply@elkomail.t"
		    "est\n"},
    {.name = "rows anywhere, amounts that add up",
	.map = "{\"omni_map\":1,\"group\":{\"amount\":\"sum\",\"anywhere"
	       "\":true},\"fields\":{\"event\":{\"const\":\"purchase\"}}"
	       "}",
	.file = "g.csv",
	.text = "customer_id,event_id,occurred_at,amount,currency,product"
		",quantity\n"
		"C1,1,2026-01-01,100,JPY,a,1\n"
		"C2,2,2026-01-01,50,JPY,b,1\n"
		"C1,1,2026-01-01,30,JPY,a,2\n"
		"C9,2,2026-01-01,1,JPY,b,1\n",
	.expected = "rows=2 odd=0\n"
		    "P id=C1 said=2025-12-31T15:00:00\n"
		    "E purchase id=1 at=2025-12-31T15:00:00 date on=desk prod"
		    "uct=a amount=130e-0 currency=JPY quantity=3000\n"
		    "reject 3 EVENT_REJECTED : belongs to the event of line 5"
		    ", which cannot be taken\n"
		    "reject 5 CUSTOMER_DIFFERS : the customer differs from th"
		    "at of the event's first row\n"},
    {.name = "each element of an array is an event",
	.map = "{\"omni_map\":1,\"canonical\":false,\"fields\":{\"custom"
	       "er_id\":\"user\",\"channel\":{\"const\":\"web\"}},\"even"
	       "ts\":[{\"each\":\"hits\",\"when\":{\"column\":\"type\","
	       "\"not_in\":[\"ping\"]},\"fields\":{\"event\":{\"const\":"
	       "\"view\"},\"event_id\":{\"concat\":[\"$.id\",\"n\"],\"se"
	       "parator\":\"-\"},\"occurred_at\":{\"column\":\"at\",\"fo"
	       "rmat\":\"epoch_ms\"},\"product\":\"$.meta.shop\"}}]}",
	.file = "h.jsonl",
	.text = "{\"id\":\"s1\",\"user\":\"u1\",\"meta\":{\"shop\":\"X\"}"
		",\"hits\":[{\"n\":1,\"at\":1706284800123,\"type\":\"v\"}"
		",{\"n\":2,\"at\":1706284800124,\"type\":\"ping\"},{\"n\""
		":3,\"at\":1706284800125,\"type\":\"v\"}]}\n",
	.expected = "P id=u1 said=2024-01-26T16:00:00.123\n"
		    "E view id=s1-1 at=2024-01-26T16:00:00.123 on=web product"
		    "=X\n"
		    "E view id=s1-3 at=2024-01-26T16:00:00.125 on=web product"
		    "=X\n"},
    {.name = "required values, conditions on fields, name of the file",
	.map = "{\"omni_map\":1,\"fields\":{\"customer_id\":{\"column\":"
	       "\"id\",\"required\":true},\"attr:file\":{\"from\":\"file"
	       "name\"},\"phone\":{\"column\":\"tel\",\"when\":[{\"colum"
	       "n\":\"type\",\"in\":[\"phone\"]},{\"column\":\"id\",\"em"
	       "pty\":false}]}},\"skip\":[{\"column\":\"type\",\"in\":["
	       "\"test\"]}]}",
	.file = "export_2026.v1.csv",
	.text = "id,tel,type\n"
		"1,0312345678,phone\n"
		"2,0312345678,fax\n"
		",1,phone\n"
		"4,,test\n",
	.expected = "P id=1 attr:file=export_2026.v1 phone=+81312345678\n"
		    "P id=2 attr:file=export_2026.v1\n"
		    "reject 4 MISSING_VALUE id: empty, and the mapping requir"
		    "es a value\n"
		    "skip type\n"},
    {.name = "fields of -F",
	.map = NULL,
	.file = "f.csv",
	.text = "id,last,first,d,t,a:b,status\n"
		"1,Lee,Ann,17051980,09:30,x,active\n",
	.expected = "P id=1 full_name=Ann Lee birth_date=1980-05-17 status=ac"
		    "tive attr:ab=x attr:c=it's + one: two\n",
	.fields = {"customer_id=id", "full_name=first+last",
	    "birth_date=d:%d%m%Y", "attr:ab=\"a:b\"",
	    "attr:c='it''s + one: two'"}},
    {.name = "-F wins over the mapping",
	.map = "{\"omni_map\":1,\"fields\":{\"customer_id\":\"no such\","
	       "\"email\":\"e\"}}",
	.file = "f.csv",
	.text = "id,e\n"
		"1,a@b.test\n",
	.expected = "P id=1 email=a@b.test\n",
	.fields = {"customer_id=id"}},
    {.name = "columns that are missing, twice or not mapped",
	.map = "{\"omni_map\":1,\n"
	       "\"fields\":{\"customer_id\":\"di\",\n"
	       "\"phone\":\"tel\",\"email\":\"tel#2\"},\n"
	       "\"skip\":[{\"column\":\"gone\",\"empty\":true}]}",
	.file = "m.csv",
	.text = "id,tel,tel,x,x\n"
		"1,2,3,4,5\n",
	.expected = "warning 0 the header has 'tel' 2 times\n"
		    "warning 0 the header has 'x' 2 times\n"
		    "error 2 column 11: the header has no column 'di'; it has"
		    ": id, tel, tel, x, x\n"
		    "error 3 column 1: the header has 'tel' twice: say 'tel#1"
		    "' or 'tel#2'\n"
		    "error 4 column 10: the header has no column 'gone'; it h"
		    "as: id, tel, tel, x, x\n"},
};

static void
language(void **state)
{
	(void)state;
	CHECK(language_cases);
}

static int
make_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) == NULL ? -1 : 0;
}

static int
remove_folder(void **state)
{
	(void)state;
	return rmdir(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(presets_of_japan),
	    cmocka_unit_test(presets_of_shops),
	    cmocka_unit_test(presets_of_contact_centres),
	    cmocka_unit_test(language),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
