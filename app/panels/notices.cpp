#include "app/panels/notices.h"

#include <algorithm>
#include <string>

#include "app/plot/number_text.h"
#include "app/widgets/cards.h"

namespace scorescope {
namespace {

constexpr float kInset = 12.0F, kGap = 8.0F, kDoneWidth = 420.0F, kErrorWidth = 510.0F;

NoticeCard::Kind card_kind(Notice::Kind kind) {
  switch (kind) {
    case Notice::Kind::kWarning:
      return NoticeCard::Kind::kWarning;
    case Notice::Kind::kError:
      return NoticeCard::Kind::kError;
    case Notice::Kind::kDone:
      break;
  }
  return NoticeCard::Kind::kDone;
}

NoticeCard card_of(const ShownNotice& shown) {
  const Notice& notice = shown.notice;
  NoticeCard card;
  card.kind = card_kind(notice.kind);
  card.title = notice.title;
  if (shown.merged > 1) card.title += " (" + count_text(shown.merged) + " times)";
  card.detail = notice.detail.empty() ? notice.path : notice.detail;
  card.detail_is_code = notice.detail.empty() && !notice.path.empty();
  card.hint = notice.hint;
  if (!notice.path.empty()) card.actions = {"Show"};
  return card;
}

/// Returns false once the notice is to go.
bool draw_one(const Style& style, ShownNotice& shown, std::size_t index, ImVec2 corner, float width,
              ProgramState& state) {
  const std::string id = "notice " + std::to_string(index);
  const NoticeOutcome outcome = draw_notice(style, id.c_str(), card_of(shown), corner, width);
  if (outcome.action == 0) state.ask(action::ShowPath{shown.notice.path});
  if (outcome.hovered) shown.shown_at = state.now;
  const bool leaves = shown.notice.kind == Notice::Kind::kDone;
  return !outcome.closed && !(leaves && state.now - shown.shown_at > kNoticeSeconds);
}

}  // namespace

void draw_notices(const Style& style, const Region& corner_of, ProgramState& state) {
  float bottom = corner_of.max.y - style.px(kInset);
  const float right = corner_of.max.x - style.px(kInset);
  for (std::size_t i = state.notices.size(); i-- > 0;) {
    ShownNotice& shown = state.notices[i];
    const bool done = shown.notice.kind == Notice::Kind::kDone;
    const float width = std::min(style.px(done ? kDoneWidth : kErrorWidth),
                                 corner_of.width() - style.px(2.0F * kInset));
    const float height = notice_height(style, card_of(shown), width);
    const bool stays = draw_one(style, shown, i, {right, bottom}, width, state);
    bottom -= height + style.px(kGap);
    if (!stays) state.notices.erase(state.notices.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

}  // namespace scorescope
