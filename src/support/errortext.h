// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qglobal.h>
#include <QtCore/qstring.h>

#include <type_traits>
#include <vector>

// lupdate reads this as Q_DECLARE_TR_FUNCTIONS: scripts/update-translations says so. It names the context of ErrorText::tr().
#define QTINTERPROCESS_TEXT_CONTEXT(context)

namespace QtInterprocess {

class Error;

/*
    The reason of an error: an English phrase with places for values, translated when it is shown.

    Errors are made in threads of the library as well, also while the application ends, so nothing is translated there. For the
    same reason the language does not matter when errors are compared.
*/
class ErrorText
{
    QTINTERPROCESS_TEXT_CONTEXT(QtInterprocess)

public:
    ErrorText() noexcept = default;
    // A text that is shown as it is: the system, another process or the program has written it.
    ErrorText(const QString &verbatim) : m_verbatim(verbatim) { }

    // phrase is a literal, so that lupdate finds it.
    static ErrorText tr(const char *phrase)
    {
        ErrorText text;
        text.m_phrase = phrase;
        return text;
    }
    static ErrorText of(const Error &error); // its reason
    static ErrorText joined(const ErrorText &first, const std::vector<ErrorText> &others);

    // Values for the places %1 to %9, in order. Texts are values, too, and are translated with the phrase.
    template <typename... Values>
    ErrorText arg(const Values &...values) const
    {
        ErrorText filled(*this);
        (filled.m_values.push_back(toText(values)), ...);
        return filled;
    }

    bool isEmpty() const noexcept { return !m_phrase && m_verbatim.isEmpty(); }

    QString inEnglish() const { return compose(&inSourceLanguage); }
    QString translated() const { return compose(&translate); }

    static QString inSourceLanguage(const char *phrase);
    static QString translate(const char *phrase);

    friend bool operator==(const ErrorText &a, const ErrorText &b) noexcept { return a.equals(b); }

private:
    template <typename Value>
    static ErrorText toText(const Value &value)
    {
        if constexpr (std::is_integral_v<Value>)
            return QString::number(value);
        else if constexpr (std::is_same_v<Value, ErrorText>)
            return value;
        else
            return QString(value);
    }
    QString compose(QString (*language)(const char *)) const;
    bool equals(const ErrorText &other) const noexcept;

    const char *m_phrase = nullptr;
    QString m_verbatim;
    std::vector<ErrorText> m_values;
};

} // namespace QtInterprocess
