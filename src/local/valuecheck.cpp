// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "local/valuecheck.h"

#include "support/errortext.h"

#include <QtCore/qvarlengtharray.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace QtInterprocess {

namespace {

// Qt decodes and destroys values recursively, and fails at a depth of 1024.
constexpr int DeepestOfQt = 1000;

Error fail(Error::Code code, const ErrorText &why)
{
    return Error(code, 0, QStringLiteral("receive a value"), QString(), why);
}

// Counts the elements and the depth of a value.
class Budget
{
public:
    explicit Budget(const ValueLimits &limits)
        : m_depth(limits.depth > 0 ? std::min(limits.depth, DeepestOfQt) : DeepestOfQt),
          m_elements(limits.elements > 0 ? limits.elements : std::numeric_limits<qint64>::max())
    { }

    bool addElements(qint64 count = 1) { return (m_count += count) <= m_elements; }
    bool allowsDepth(qsizetype depth) const { return depth <= m_depth; }

    Error tooMany(qsizetype position, qsizetype size) const
    {
        return fail(Error::MessageTooLarge,
                    ErrorText::tr("the value has more than %1 elements at byte %2 of %3; see maximumValueElements")
                        .arg(m_elements)
                        .arg(position)
                        .arg(size));
    }
    Error tooDeep(qsizetype position, qsizetype size) const
    {
        return fail(
            Error::MessageTooLarge,
            ErrorText::tr("the value is nested more than %1 levels deep at byte %2 of %3; see maximumValueDepth")
                .arg(m_depth)
                .arg(position)
                .arg(size));
    }

private:
    const int m_depth;
    const qint64 m_elements;
    qint64 m_count = 0;
};

// The major types of RFC 8949, section 3. Each data item begins with one and an argument: a value,
// a length or a count.
enum Major : quint8 { Unsigned, Negative, Bytes, Text, Array, Map, Tag, Simple };

// Qt parses URLs when it decodes them. Parsing BytesOfUrl bytes costs as much as a date.
constexpr quint64 UrlTag = 32;
constexpr qint64 BytesOfUrl = 16;

class CborWalk
{
public:
    CborWalk(const QByteArray &message, const ValueLimits &limits)
        : m_begin(reinterpret_cast<const uchar *>(message.constData())),
          m_at(m_begin),
          m_end(m_begin + message.size()),
          m_budget(limits)
    { }

    Error run()
    {
        do {
            if (!takeItem())
                return m_error;
            while (!m_levels.isEmpty() && !m_levels.last().isIndefinite && m_levels.last().items == 0)
                m_levels.removeLast();
        } while (!m_levels.isEmpty());
        return m_at == m_end ? Error()
                             : fail(Error::InvalidMessage, ErrorText::tr("the message has more than one CBOR value"));
    }

private:
    struct Head
    {
        Major major = Unsigned;
        quint64 argument = 0;
        bool isIndefinite = false; // for 0xff, whose type is also Simple
    };
    struct Level
    {
        quint64 items = 0; // items left; in an indefinite level, items counted
        bool isIndefinite = false;
        bool isMap = false;

        void countItem() { isIndefinite ? ++items : --items; }
    };

    qsizetype position() const { return m_at - m_begin; }
    quint64 left() const { return quint64(m_end - m_at); }

    bool isInvalid()
    {
        m_error = fail(Error::InvalidMessage,
                       ErrorText::tr("the message is not valid CBOR at byte %1").arg(position()));
        return false;
    }

    bool takeHead(Head &head)
    {
        if (m_at == m_end)
            return isInvalid();
        head.major = Major(*m_at >> 5);
        const int info = *m_at++ & 31;
        head.isIndefinite = info == 31;
        head.argument = quint64(info);
        if (info < 24)
            return true;
        if (info == 31)
            return (head.major >= Bytes && head.major <= Map) || head.major == Simple || isInvalid();
        const quint64 size = quint64(1) << (info - 24);
        if (info > 27 || left() < size)
            return isInvalid();
        head.argument = 0;
        for (quint64 i = 0; i < size; ++i)
            head.argument = head.argument << 8 | *m_at++;
        return head.major != Simple || info != 24 || head.argument >= 32 || isInvalid();
    }

    bool count(qint64 elements = 1)
    {
        if (m_budget.addElements(elements))
            return true;
        m_error = m_budget.tooMany(position(), m_end - m_begin);
        return false;
    }

    bool takeItem()
    {
        Head head;
        if (!takeHead(head))
            return false;
        if (head.major == Simple && head.isIndefinite)
            return endLevel();
        if (!count())
            return false;
        if (!m_levels.isEmpty())
            m_levels.last().countItem();
        const bool isUrl = std::exchange(m_isAfterUrlTag, head.major == Tag && head.argument == UrlTag);
        switch (head.major) {
        case Bytes:
        case Text: return takeString(head, isUrl);
        case Array: return enter({ head.argument, head.isIndefinite, false }, head.argument);
        case Map: return enter({ 2 * head.argument, head.isIndefinite, true }, head.argument);
        case Tag: return enter({ 1, false, false }, 1);
        default: return true;
        }
    }

    bool takeString(const Head &head, bool isUrl)
    {
        if (!head.isIndefinite)
            return skip(head.argument, isUrl);
        for (;;) {
            Head piece;
            if (!takeHead(piece))
                return false;
            if (piece.major == Simple && piece.isIndefinite)
                return true;
            if (piece.major != head.major || piece.isIndefinite)
                return isInvalid();
            if (!count() || !skip(piece.argument, isUrl))
                return false;
        }
    }

    bool skip(quint64 size, bool isUrl)
    {
        if (size > left())
            return isInvalid();
        m_at += size;
        return !isUrl || count(qint64(size) / BytesOfUrl);
    }

    bool enter(const Level &level, quint64 announced)
    {
        if (level.isIndefinite)
            return push({ 0, true, level.isMap });
        return announced <= left() ? push(level) : isInvalid(); // each item has at least one byte
    }

    bool push(const Level &level)
    {
        if (!m_budget.allowsDepth(m_levels.size() + 1)) {
            m_error = m_budget.tooDeep(position(), m_end - m_begin);
            return false;
        }
        m_levels.append(level);
        return true;
    }

    bool endLevel()
    {
        if (m_levels.isEmpty() || !m_levels.last().isIndefinite
            || (m_levels.last().isMap && m_levels.last().items % 2 != 0))
            return isInvalid();
        m_levels.removeLast();
        return true;
    }

    const uchar *const m_begin;
    const uchar *m_at;
    const uchar *const m_end;
    Budget m_budget;
    QVarLengthArray<Level, 16> m_levels;
    bool m_isAfterUrlTag = false;
    Error m_error;
};

} // namespace

Error checkCbor(const QByteArray &message, const ValueLimits &limits)
{
    return CborWalk(message, limits).run();
}

// Returns the position of the quote that ends the string that starts at begin.
static qsizetype endOfString(const QByteArray &json, qsizetype begin)
{
    qsizetype i = begin + 1;
    while (i < json.size() && json[i] != '"')
        i += json[i] == '\\' ? 2 : 1;
    return i;
}

Error checkJson(const QByteArray &message, const ValueLimits &limits)
{
    Budget budget(limits);
    budget.addElements();
    qsizetype depth = 0;
    for (qsizetype i = 0; i < message.size(); ++i) {
        switch (message[i]) {
        case '"': i = endOfString(message, i); break;
        case '[':
        case '{':
            if (!budget.allowsDepth(++depth))
                return budget.tooDeep(i, message.size());
            [[fallthrough]];
        case ',':
        case ':':
            if (!budget.addElements())
                return budget.tooMany(i, message.size());
            break;
        case ']':
        case '}': --depth; break;
        default: break;
        }
    }
    return {};
}

} // namespace QtInterprocess
