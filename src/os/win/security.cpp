// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/win/security.h"

#include "os/win/call.h"
#include "os/win/errormap.h"
#include "support/errortext.h"

#include <QtCore/qvarlengtharray.h>

#include <aclapi.h>
#include <sddl.h>

namespace QtInterprocess::os {

namespace {

// Owns memory of LocalAlloc().
template <typename T>
class Local
{
public:
    Local() = default;
    ~Local() { ::LocalFree(reinterpret_cast<HLOCAL>(m_pointer)); }
    T *out() noexcept { return &m_pointer; }
    T get() const noexcept { return m_pointer; }

private:
    Q_DISABLE_COPY_MOVE(Local)
    T m_pointer = nullptr;
};

Result<QString> toString(PSID sid)
{
    Local<wchar_t *> text;
    if (!::ConvertSidToStringSidW(sid, text.out()))
        return lastError("format a user ID");
    return QString::fromWCharArray(text.get());
}

Result<QString> userOfToken(const OwnedHandle &token)
{
    QVarLengthArray<char, 256> buffer(256);
    DWORD size = 0;
    while (!::GetTokenInformation(toHandle(token.get()), TokenUser, buffer.data(), DWORD(buffer.size()), &size)) {
        if (::GetLastError() != ERROR_INSUFFICIENT_BUFFER)
            return lastError("read the user of a token");
        buffer.resize(qsizetype(size));
    }
    return toString(reinterpret_cast<const TOKEN_USER *>(buffer.constData())->User.Sid);
}

Result<Standing> standingOfToken(const OwnedHandle &token)
{
    auto user = userOfToken(token);
    if (!user)
        return user.error();
    alignas(TOKEN_MANDATORY_LABEL) char label[sizeof(TOKEN_MANDATORY_LABEL) + SECURITY_MAX_SID_SIZE];
    DWORD size = 0;
    if (!::GetTokenInformation(toHandle(token.get()), TokenIntegrityLevel, label, sizeof label, &size))
        return lastError("read the user of a token");
    const PSID sid = reinterpret_cast<const TOKEN_MANDATORY_LABEL *>(label)->Label.Sid;
    const DWORD last = DWORD(*::GetSidSubAuthorityCount(sid)) - 1;
    return Standing { *user, *::GetSidSubAuthority(sid, last), bool(::IsTokenRestricted(toHandle(token.get()))) };
}

Result<OwnedHandle> tokenOf(HANDLE process)
{
    HANDLE token = nullptr;
    if (!systemCall(Call::OpenToken, [&] { return ::OpenProcessToken(process, TOKEN_QUERY, &token); }))
        return lastError("open the token of a process");
    return OwnedHandle(toNative(token));
}

Result<OwnedHandle> tokenOfProcess(quint32 processId)
{
    constexpr DWORD Rights = PROCESS_QUERY_LIMITED_INFORMATION;
    const HANDLE process = systemCall(Call::OpenProcess, [&] { return ::OpenProcess(Rights, FALSE, processId); });
    if (!process)
        return lastError("open the process");
    const OwnedHandle owned(toNative(process));
    return tokenOf(process);
}

Result<OwnedHandle> tokenOfThread()
{
    HANDLE token = nullptr;
    // The call uses the rights of the process, because the client may lack the right to query its
    // own token.
    if (!systemCall(Call::OpenToken,
                    [&] { return ::OpenThreadToken(::GetCurrentThread(), TOKEN_QUERY, TRUE, &token); }))
        return lastError("open the token of a thread");
    return OwnedHandle(toNative(token));
}

} // namespace

Result<SecurityDescriptor> SecurityDescriptor::fromSddl(const QString &sddl)
{
    PSECURITY_DESCRIPTOR descriptor = nullptr;
    if (!sddl.isEmpty()
        && !::ConvertStringSecurityDescriptorToSecurityDescriptorW(toWide(sddl), SDDL_REVISION_1, &descriptor, nullptr))
        return lastError("read the security descriptor", sddl);
    return SecurityDescriptor(descriptor);
}

SecurityDescriptor::~SecurityDescriptor()
{
    ::LocalFree(m_descriptor);
}

Result<QString> currentUser()
{
    const auto token = tokenOf(::GetCurrentProcess());
    return token ? userOfToken(*token) : token.error();
}

Result<QString> userOfProcess(quint32 processId)
{
    const auto token = tokenOfProcess(processId);
    return token ? userOfToken(*token) : token.error();
}

Result<QString> userOfThread()
{
    const auto token = tokenOfThread();
    return token ? userOfToken(*token) : token.error();
}

bool Standing::covers(const Standing &other) const
{
    return (user == other.user || isSystem(user)) && integrity >= other.integrity && !isRestricted;
}

Result<Standing> ownStanding()
{
    const auto token = tokenOf(::GetCurrentProcess());
    return token ? standingOfToken(*token) : token.error();
}

Result<Standing> standingOfProcess(quint32 processId)
{
    const auto token = tokenOfProcess(processId);
    return token ? standingOfToken(*token) : token.error();
}

Result<Standing> standingOfThread()
{
    const auto token = tokenOfThread();
    return token ? standingOfToken(*token) : token.error();
}

Result<QString> ownerOf(qintptr handle)
{
    PSID owner = nullptr;
    Local<PSECURITY_DESCRIPTOR> descriptor;
    const auto ask = [&] {
        ::SetLastError(::GetSecurityInfo(toHandle(handle), SE_KERNEL_OBJECT, OWNER_SECURITY_INFORMATION, &owner,
                                         nullptr, nullptr, nullptr, descriptor.out()));
        return ::GetLastError() == ERROR_SUCCESS;
    };
    if (!systemCall(Call::AskOwner, ask))
        return lastError("read the owner");
    return toString(owner);
}

bool isSystem(const QString &user)
{
    return user == QLatin1String("S-1-5-18") || user == QLatin1String("S-1-5-32-544");
}

static Error accessRefused(Error::Code code, const ErrorText &why, int nativeCode = 0)
{
    return Error(code, nativeCode, QStringLiteral("grant access to"), QString(), why);
}

static Result<QString> checkedSddl(const QString &sddl)
{
    const auto descriptor = SecurityDescriptor::fromSddl(sddl);
    if (descriptor)
        return sddl;
    return accessRefused(Error::InvalidOperation, ErrorText::tr("\"%1\" is not a security descriptor").arg(sddl),
                         descriptor.error().nativeCode());
}

// Returns the SID of a group from its name or SID.
static Result<QString> groupNamed(const QString &name)
{
    Local<PSID> sid;
    if (::ConvertStringSidToSidW(toWide(name), sid.out()))
        return toString(sid.get());
    QVarLengthArray<char, SECURITY_MAX_SID_SIZE> found(SECURITY_MAX_SID_SIZE);
    QVarLengthArray<wchar_t, 256> domain(256);
    SID_NAME_USE use = SidTypeUnknown;
    DWORD size = DWORD(found.size());
    DWORD domainSize = DWORD(domain.size());
    while (!::LookupAccountNameW(nullptr, toWide(name), found.data(), &size, domain.data(), &domainSize, &use)) {
        const DWORD error = ::GetLastError();
        if (error == ERROR_NONE_MAPPED)
            return accessRefused(Error::NotFound, ErrorText::tr("there is no group \"%1\" on this system").arg(name),
                                 int(error));
        if (error != ERROR_INSUFFICIENT_BUFFER)
            return lastError("look up the group", name);
        found.resize(qsizetype(size));
        domain.resize(qsizetype(domainSize));
    }
    if (use != SidTypeGroup && use != SidTypeAlias && use != SidTypeWellKnownGroup)
        return accessRefused(Error::NotFound, ErrorText::tr("\"%1\" is not a group").arg(name));
    return toString(found.data());
}

Result<QString> sddlFor(const Access &access)
{
    if (!access.isValid()) {
        return accessRefused(
            Error::InvalidOperation,
            ErrorText::tr("access() is invalid; its mode is 0%1").arg(QString::number(access.mode(), 8)));
    }
    if (!access.securityDescriptor().isEmpty())
        return checkedSddl(access.securityDescriptor());
    const bool isGroup = access.kind() == Access::Group;
    if (isGroup && access.groupName().isEmpty()) {
        return accessRefused(Error::Unsupported, ErrorText::tr("a Windows process has no group; use Access::group()"));
    }
    const auto user = currentUser();
    if (!user)
        return user.error();
    const auto group = isGroup ? groupNamed(access.groupName()) : Result<QString>(QString());
    if (!group)
        return group.error();
    // GA: all rights. 0x12019b: read, write and query, but no new instances
    // (FILE_CREATE_PIPE_INSTANCE).
    QString sddl = QStringLiteral("O:%1D:P(A;;GA;;;%1)(A;;GA;;;SY)").arg(*user);
    if (isGroup)
        sddl += QStringLiteral("(A;;0x12019b;;;%1)").arg(*group);
    else if (access.kind() == Access::Everyone)
        sddl += QStringLiteral("(A;;0x12019b;;;WD)");
    return sddl;
}

Error checkServer(qintptr pipe, const Access &required)
{
    if (required == Access::Everyone)
        return {};
    if (required != Access::User)
        return Error(
            Error::Unsupported, 0, QString(), QString(),
            ErrorText::tr("Windows reports only the user of a server; require Access::User or Access::Everyone"));
    const auto owner = ownerOf(pipe); // may be the administrators group of the user
    if (!owner)
        return owner.error();
    const auto user = currentUser();
    if (!user)
        return user.error();
    if (*owner == *user || isSystem(*owner))
        return {};
    return Error(Error::AccessDenied, 0, QString(), QString(),
                 ErrorText::tr("the pipe belongs to user %1").arg(*owner));
}

} // namespace QtInterprocess::os
