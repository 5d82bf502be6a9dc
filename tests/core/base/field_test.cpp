// Options: conversion, ranges, messages, and field tables bound to option structs.
#include "core/base/field.h"

#include <gtest/gtest.h>

#include <limits>

#include "core/base/catalogue.h"
#include "core/base/quoted.h"

namespace scorescope {
namespace {

struct Options {
  double width = 0.5;
  std::int64_t count = 3;
  bool fast = true;
  std::string shape = "round";
  std::vector<double> levels{2.0, 1.0};

  bool operator==(const Options&) const = default;
};

const FieldTable<Options>& table() {
  static const FieldTable<Options> fields{
      {&Options::width, {.key = "width", .label = "Width", .minimum = 0.0, .maximum = 10.0}},
      {&Options::count, {.key = "count", .label = "Count", .minimum = 1}},
      {&Options::fast, {.key = "fast", .label = "Fast"}},
      {&Options::shape,
       {.key = "shape", .label = "Shape", .choices = {{"round", "Round"}, {"square", "Square"}}}},
      {&Options::levels, {.key = "levels", .label = "Levels", .minimum = 0.0}},
  };
  return fields;
}

const FieldInfo& field(const char* key) { return *find_field(table().infos(), key); }

template <class Call>
std::string message_of(Call call) {
  try {
    call();
  } catch (const UserError& error) {
    return error.what();
  }
  return "no error";
}

TEST(FieldTable, DefaultsComeFromTheMemberInitialisers) {
  EXPECT_EQ(std::get<double>(field("width").initial), 0.5);
  EXPECT_EQ(std::get<std::string>(field("shape").initial), "round");
  EXPECT_EQ(table().read({}, "here"), Options{});
}

TEST(FieldTable, WriteThenReadGivesTheSameOptions) {
  const Options options{1.25, 7, false, "square", {5.0, 0.1}};
  EXPECT_EQ(table().read(table().write(options), "here"), options);
}

TEST(CheckedValue, ConvertsWholeNumbersBothWays) {
  EXPECT_EQ(checked_value(field("width"), std::int64_t{2}, ""), Value(2.0));
  EXPECT_EQ(checked_value(field("count"), 4.0, ""), Value(std::int64_t{4}));
}

TEST(CheckedValue, NamesPlaceFoundAndAllowed) {
  EXPECT_EQ(message_of([] { checked_value(field("width"), 11.0, "a.json: data"); }),
            "a.json: data: width is 11, but it must be a number, 0 to 10.");
  EXPECT_EQ(message_of([] { checked_value(field("count"), 2.5, "a.json"); }),
            "a.json: count is 2.5, but it must be a whole number, at least 1.");
  EXPECT_EQ(message_of([] { checked_value(field("count"), std::string("3"), ""); }),
            "count is \"3\", but it must be a whole number, at least 1.");
  EXPECT_EQ(message_of([] { checked_value(field("shape"), std::string("sqare"), ""); }),
            "shape is \"sqare\", but it must be one of round, square (did you mean \"square\"?).");
}

TEST(CheckedValue, RefusesNumbersThatAreNotFinite) {
  for (const double bad :
       {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    EXPECT_THROW(checked_value(field("width"), bad, ""), UserError);
    EXPECT_THROW(checked_value(field("levels"), std::vector<double>{bad}, ""), UserError);
  }
}

TEST(CheckedValue, ChecksEveryItemOfAList) {
  EXPECT_NO_THROW(checked_value(field("levels"), std::vector<double>{1.0, 0.0}, ""));
  EXPECT_THROW(checked_value(field("levels"), std::vector<double>{1.0, -1.0}, ""), UserError);
}

TEST(CheckedValues, UnknownKeyListsKeysAndNearestSpelling) {
  EXPECT_EQ(
      message_of([] { checked_values(table().infos(), {{"widht", 1.0}}, "a.json"); }),
      "a.json: unknown key \"widht\" (did you mean \"width\"?); allowed are width, count, fast, "
      "shape, levels.");
}

TEST(CheckedValues, KindIsAKeyOfAChoice) {
  const FieldList fields{{.key = "width", .initial = 1.0}};
  try {
    checked_values(fields, {{"kindd", std::string("mlp")}}, "a.json: network", true);
    FAIL() << "no error";
  } catch (const UserError& error) {
    EXPECT_STREQ(
        error.what(),
        "a.json: network: unknown key \"kindd\" (did you mean \"kind\"?); allowed are kind, "
        "width.");
  }
}

TEST(Quoted, CutsLongWordsAndShowsWhatCannotBePrinted) {
  EXPECT_EQ(in_quotes("width"), "\"width\"");
  EXPECT_EQ(in_quotes("η\n\xff"), "\"η\\x0a\\xff\"");
  EXPECT_EQ(in_quotes(std::string_view("a\0b", 3)), "\"a\\x00b\"");
  EXPECT_EQ(printable(std::string(61, 'k')), std::string(60, 'k') + "...");
  EXPECT_EQ(printable("aηη", 4), "aη...") << "never half a character";
}

TEST(ParseValue, ReadsEachType) {
  EXPECT_EQ(parse_value(field("width"), " 1e-1 ", ""), Value(0.1));
  EXPECT_EQ(parse_value(field("count"), "12", ""), Value(std::int64_t{12}));
  EXPECT_EQ(parse_value(field("count"), "1e3", ""), Value(std::int64_t{1000}));
  EXPECT_EQ(parse_value(field("fast"), "off", ""), Value(false));
  EXPECT_EQ(parse_value(field("shape"), "square", ""), Value(std::string("square")));
  EXPECT_EQ(parse_value(field("levels"), "[3, 2,1]", ""), Value(std::vector<double>{3, 2, 1}));
  EXPECT_EQ(parse_value(field("levels"), "3,2", ""), Value(std::vector<double>{3, 2}));
}

TEST(ParseValue, RefusesWhatIsNotOfTheType) {
  for (const auto& [key, text] :
       std::vector<std::pair<const char*, const char*>>{{"width", "wide"},
                                                        {"width", ""},
                                                        {"width", "nan"},
                                                        {"width", "1x"},
                                                        {"count", "1.5"},
                                                        {"fast", "maybe"},
                                                        {"levels", "1,,2"},
                                                        {"shape", "flat"}}) {
    EXPECT_THROW(parse_value(field(key), text, ""), UserError) << key << "=" << text;
  }
}

TEST(ToText, ReadsBackAsTheSameValue) {
  for (const double number : {0.1, 1.0 / 3.0, 1e-9, 123456789.0, -2.5e20}) {
    const FieldInfo any{.key = "x", .initial = 0.0};
    EXPECT_EQ(parse_value(any, to_text(number), ""), Value(number)) << to_text(number);
  }
}

TEST(ValueOrDefault, AbsentOptionHasItsDefault) {
  EXPECT_EQ(value_or_default(table().infos(), {}, "count"), Value(std::int64_t{3}));
  EXPECT_EQ(value_or_default(table().infos(), {{"count", std::int64_t{9}}}, "count"),
            Value(std::int64_t{9}));
  EXPECT_THROW(value_or_default(table().infos(), {}, "colour"), InternalError);
}

TEST(NearestSpelling, FindsSlipsAndIgnoresStrangers) {
  const std::vector<std::string> known{"annealed_langevin", "langevin", "heun"};
  EXPECT_EQ(nearest_spelling("langvein", known), " (did you mean \"langevin\"?)");
  EXPECT_EQ(nearest_spelling("annealed", known), " (did you mean \"annealed_langevin\"?)");
  EXPECT_EQ(nearest_spelling("picture", known), "");
}

TEST(Catalogue, UnknownEntryListsWhatExists) {
  const Catalogue<int> catalogue("sampler", {{{.id = "langevin"}, 1}, {{.id = "heun"}, 2}});
  EXPECT_EQ(catalogue.find("heun").make, 2);
  EXPECT_EQ(message_of([&] { catalogue.find("huen"); }),
            "there is no sampler \"huen\" (did you mean \"heun\"?); allowed are langevin, heun.");
}

}  // namespace
}  // namespace scorescope
